import { eq } from "drizzle-orm";
import type { JSONWebKeySet } from "jose";
import { getDb } from "#drizzle/client.ts";
import { projects } from "#drizzle/schema/project.ts";
import { trustedIssuers } from "#drizzle/schema/settings.ts";
import { cached } from "#lib/base/cached.ts";
import { seal, unseal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import type { Strategy } from "./strategy.ts";
import type { TokenRules } from "./trust-policy.ts";

export interface TrustedIssuer extends TokenRules {
  jwksUri: string | null;
  publicKeys: JSONWebKeySet | null;
  secret: Uint8Array | undefined;
}

interface TrustSettings {
  strategy: Strategy;
  issuers: Map<string, TrustedIssuer>;
}

/** The stored columns of a trusted issuer. */
export const issuerColumns = {
  id: trustedIssuers.id,
  issuer: trustedIssuers.issuer,
  algorithms: trustedIssuers.algorithms,
  audience: trustedIssuers.audience,
  authorizedParties: trustedIssuers.authorizedParties,
  clientIds: trustedIssuers.clientIds,
  types: trustedIssuers.types,
  refuse: trustedIssuers.refuse,
  jwksUri: trustedIssuers.jwksUri,
  ownerNamespace: trustedIssuers.ownerNamespace,
  publicKeys: trustedIssuers.publicKeys,
  encryptedSecret: trustedIssuers.encryptedSecret,
};

export type IssuerRow = Pick<typeof trustedIssuers.$inferSelect, keyof typeof issuerColumns>;

/** How late an instance notices what was changed at another. */
const settings = cached("trust-settings", readFromDatabase, { maxAge: 2_000 });

/** A project's trust settings, at most two seconds old. */
export const readTrustSettings = settings.get;

/** Call it after a change, so that this instance follows it at once. */
export const forgetTrustSettings = settings.forget;

async function readFromDatabase(project: string): Promise<TrustSettings> {
  await openRootKey();
  const db = await getDb();
  const rows = await db
    .select({ strategy: projects.strategy, trusted: issuerColumns })
    .from(projects)
    .leftJoin(trustedIssuers, eq(trustedIssuers.projectId, projects.id))
    .where(eq(projects.id, project));
  // For a project that trusts nobody the join gives one row without an issuer.
  const issuers = rows.flatMap(({ trusted }) => trusted ?? []).map(toTrustedIssuer);
  return {
    strategy: rows[0]?.strategy ?? "discovery",
    issuers: new Map(issuers.map((trusted) => [trusted.issuer, trusted])),
  };
}

function toTrustedIssuer({ id, encryptedSecret, ...row }: IssuerRow): TrustedIssuer {
  return {
    ...row,
    secret: encryptedSecret === null ? undefined : openSecret(id, encryptedSecret),
  };
}

const PURPOSE = "issuer-secrets";

/** Encrypts the shared secret of an issuer. It is bound to the id, so rows cannot be swapped. */
export async function sealSecret(id: string, secret: string): Promise<string> {
  await openRootKey();
  return seal(secret, deriveKey(PURPOSE), id);
}

function openSecret(id: string, sealed: string): Uint8Array | undefined {
  const secret = unseal(sealed, deriveKey(PURPOSE), id);
  return secret === undefined ? undefined : new TextEncoder().encode(secret);
}
