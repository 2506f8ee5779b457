import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import * as auth0 from "#adapters/auth0/trust.ts";
import * as clerk from "#adapters/clerk/trust.ts";
import type { TrustPolicy } from "#adapters/contracts.ts";
import * as workos from "#adapters/workos/trust.ts";
import { appEnv } from "#lib/base/env.ts";
import { exchangeToken } from "#lib/identity/exchange-token.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { validForm } from "#test/exchange.ts";

/** As an app that has the organisations of these providers; call it before anything reads the configuration. */
export function scopeToOrganizations(): void {
  Object.assign(process.env, {
    OWNER_SCOPE: "organization",
    AUTH_PROVIDER: "workos",
    AUTH0_DOMAIN: "tenant.eu.auth0.com",
    AUTH0_CLIENT_ID: "ours",
    AUTH0_CLIENT_SECRET: "secret",
    AUTH0_AUDIENCE: "https://chat.example/api",
    CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
    CLERK_SECRET_KEY: "sk_live_test",
    WORKOS_CLIENT_ID: "client_ours",
    WORKOS_API_KEY: "sk_test_x",
    WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
  });
}

export interface Source {
  trust(): TrustPolicy;
  readOrganization(claims: Record<string, unknown>): unknown;
  /** What its token says of a user who is in this organisation or, with null, in none. */
  claims(organization: unknown): Record<string, unknown>;
}

const orgId = (organization: unknown) => (organization === null ? {} : { org_id: organization });
const azp = () => ({ azp: new URL(appEnv().APP_URL).origin });

export const sources: Record<string, Source> = {
  auth0: { ...auth0, claims: (it) => ({ aud: "https://chat.example/api", ...orgId(it) }) },
  "clerk, version 1": { ...clerk, claims: (it) => ({ ...azp(), ...orgId(it) }) },
  "clerk, version 2": {
    ...clerk,
    claims: (it) => ({ ...azp(), v: 2, ...(it !== null && { o: { id: it, rol: "member" } }) }),
  },
  "clerk, by a template": {
    ...clerk,
    trust() {
      process.env.CLERK_JWT_TEMPLATE = "tambo";
      const policy = clerk.trust();
      delete process.env.CLERK_JWT_TEMPLATE;
      return policy;
    },
    claims: (it) => ({ aud: "tambo-users", org_id: it }),
  },
  workos: { ...workos, claims: orgId },
};

const { privateKey, publicKey } = await generateKeyPair("RS256");
const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256" };

/** The policy of a source whose keys are here. */
export const trustOf = (source: Source): TrustPolicy => ({
  ...source.trust(),
  keys: async () => ({ keys: [jwk] }),
});

export function sign(source: Source, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "1" })
    .setIssuer(source.trust().issuer)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
}

/** Posts a subject token, as the route does for the provider that is active. */
export async function exchangeAt(source: Source, subjectToken: string) {
  const { publishableKey } = await defaultProject();
  const request = new Request(`${appEnv().APP_URL}/oauth/token`, {
    method: "POST",
    headers: { "x-api-key": publishableKey },
    body: new URLSearchParams(validForm(subjectToken)),
  });
  return exchangeToken(request, async () => trustOf(source));
}

export interface Visit {
  user: string;
  organization: unknown;
  sessionId?: string;
  startedAt?: Date;
}

/** A page's user token, by a session that the SDK has verified or, with a provider token, by that. */
export function openPage(source: Source, visit: Visit, providerToken?: string) {
  const { user, organization, sessionId = randomUUID(), startedAt = new Date() } = visit;
  const said = providerToken
    ? {}
    : { subject: user, organization: source.readOrganization(source.claims(organization)) };
  const session = {
    id: sessionId,
    startedAt,
    ...said,
    providerToken: async () => `${providerToken}`,
  };
  return issueUserToken(session, trustOf(source));
}

/** The provider's token of a visit. */
export function providerToken(source: Source, { user, organization, ...session }: Visit) {
  const { sessionId: sid = randomUUID(), startedAt = new Date() } = session;
  const authTime = Math.floor(startedAt.getTime() / 1_000);
  return sign(source, { sub: user, sid, auth_time: authTime, ...source.claims(organization) });
}

/** The headers of a `/v1` request. */
export async function bearer(source: Source, subjectToken: string) {
  const { publishableKey } = await defaultProject();
  const { access_token } = await exchangeAt(source, subjectToken);
  return { "x-api-key": publishableKey, authorization: `Bearer ${access_token}` };
}
