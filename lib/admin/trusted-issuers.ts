import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { getDb, inTransaction } from "#drizzle/client.ts";
import { projects } from "#drizzle/schema/project.ts";
import { trustedIssuers } from "#drizzle/schema/settings.ts";
import { describeChanges, recordChange } from "#lib/admin/activity.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import {
  type IssuerChanges,
  invalidField,
  issuerChanges,
  type NewIssuer,
  newIssuer,
  readInput,
} from "#lib/trust/issuer-input.ts";
import { isRefusedHere, STRATEGIES, type Strategy } from "#lib/trust/strategy.ts";
import { policiesOf, policyOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import {
  forgetTrustSettings,
  type IssuerRow,
  issuerColumns,
  sealSecret,
} from "#lib/trust/trust-settings.ts";
import { recordIssuer } from "./record-issuer.ts";

/** A trusted issuer as an admin sees it. A shared secret is never shown again. */
export type IssuerEntry = Omit<IssuerRow, "encryptedSecret"> & {
  hasSecret: boolean;
  createdAt: Date;
};

const MOST_ISSUERS = 50;

const columns = { ...issuerColumns, createdAt: trustedIssuers.createdAt };

/** How a project verifies the tokens of its trusted issuers. */
export async function getStrategy(project: string): Promise<Strategy> {
  const db = await getDb();
  const [row] = await db
    .select({ strategy: projects.strategy })
    .from(projects)
    .where(eq(projects.id, project));
  if (!row) throw new HttpError(404, "PROJECT_NOT_FOUND", "This project does not exist");
  return row.strategy;
}

/**
 * Changes how tokens are verified, never whose they are. `by` is the admin who does it, here and below;
 * a command leaves it out. Throws HttpError 400 for `none` in production.
 */
export async function setStrategy(project: string, strategy: Strategy, by?: string): Promise<void> {
  const error = `must be one of ${STRATEGIES.join(", ")}`;
  const input = readInput(z.object({ strategy: z.enum(STRATEGIES, { error }) }), { strategy });
  if (isRefusedHere(input.strategy)) {
    throw invalidField("strategy", "none verifies nothing and is refused in production");
  }
  await change(project, async (tx) => {
    const isProject = eq(projects.id, project);
    const [before] = await tx
      .select({ strategy: projects.strategy })
      .from(projects)
      .where(isProject)
      .for("update");
    await tx.update(projects).set(input).where(isProject);
    const detail = describeChanges({ ...before }, input);
    await recordChange(tx, { projectId: project, kind: "strategy.changed", ownerId: by, detail });
  });
}

/** The issuers that a project trusts besides the active provider's, oldest first. */
export async function listIssuers(project: string): Promise<IssuerEntry[]> {
  const db = await getDb();
  const rows = await db
    .select(columns)
    .from(trustedIssuers)
    .where(eq(trustedIssuers.projectId, project))
    .orderBy(asc(trustedIssuers.createdAt), asc(trustedIssuers.id));
  return rows.map(({ encryptedSecret, ...row }) => ({
    ...row,
    hasSecret: encryptedSecret !== null,
  }));
}

/**
 * Adds an issuer. Its issuer and owner namespace must differ from those of `trust`, the active
 * provider's policy. Throws HttpError 400 naming the field, and 409 if it exists already.
 */
export async function addIssuer(
  project: string,
  input: NewIssuer,
  trust: TrustPolicy,
  by?: string,
): Promise<IssuerEntry> {
  const { secret, publicKeys, ownerNamespace, ...values } = readInput(newIssuer, input);
  if (policiesOf(trust).some(({ issuer }) => issuer === values.issuer)) {
    throw invalidField("issuer", "must not be the active provider's, which is trusted already");
  }
  const namespace = ownerNamespace ?? values.issuer;
  if (policyOf(trust, namespace)) {
    throw invalidField("ownerNamespace", "must not be the active provider's");
  }
  const issuers = await listIssuers(project);
  if (issuers.length >= MOST_ISSUERS) {
    throw invalidField("issuer", `there must be at most ${MOST_ISSUERS}`);
  }
  const id = randomUUID();
  const encryptedSecret = secret ? await sealSecret(id, secret) : null;
  await change(project, async (tx) => {
    const [added] = await tx
      .insert(trustedIssuers)
      .values({
        id,
        projectId: project,
        ...values,
        ownerNamespace: namespace,
        publicKeys: publicKeys ?? null,
        encryptedSecret,
      })
      .onConflictDoNothing()
      .returning(issuerColumns);
    if (!added) {
      throw new HttpError(409, "ISSUER_EXISTS", "issuer: is trusted by this project already");
    }
    await recordIssuer(tx, "issuer.added", project, { after: added, by });
  });
  return findIssuer(project, id);
}

/**
 * Changes the given values and removes those that are null. Issuer and owner namespace cannot be
 * changed, so its users stay who they are. Throws HttpError 400 naming the field, 404.
 */
export async function updateIssuer(
  project: string,
  id: string,
  input: IssuerChanges,
  by?: string,
): Promise<IssuerEntry> {
  const { secret, ...values } = readInput(issuerChanges, input);
  const encryptedSecret = secret ? await sealSecret(id, secret) : secret;
  const set = { ...values, ...(encryptedSecret !== undefined && { encryptedSecret }) };
  await change(project, async (tx) => {
    const [before] = await tx
      .select(issuerColumns)
      .from(trustedIssuers)
      .where(isIssuer(project, id))
      .for("update");
    if (!before) throw notThere();
    if (Object.values(set).every((value) => value === undefined)) return;
    const [after] = await tx
      .update(trustedIssuers)
      .set(set)
      .where(isIssuer(project, id))
      .returning(issuerColumns);
    await recordIssuer(tx, "issuer.changed", project, { before, after, by });
  });
  return findIssuer(project, id);
}

/** Removes an issuer. Its tokens are refused, and its users' threads are kept. Throws HttpError 404. */
export async function removeIssuer(project: string, id: string, by?: string): Promise<void> {
  await change(project, async (tx) => {
    const [before] = await tx
      .delete(trustedIssuers)
      .where(isIssuer(project, id))
      .returning(issuerColumns);
    if (!before) throw notThere();
    await recordIssuer(tx, "issuer.removed", project, { before, by });
  });
}

/** A change in one transaction, which this instance then follows at once. */
async function change(project: string, act: Parameters<typeof inTransaction>[0]): Promise<void> {
  await inTransaction(act);
  forgetTrustSettings(project);
}

async function findIssuer(project: string, id: string): Promise<IssuerEntry> {
  const found = (await listIssuers(project)).find((issuer) => issuer.id === id);
  return found ?? Promise.reject(notThere());
}

function notThere(): HttpError {
  return new HttpError(404, "ISSUER_NOT_FOUND", "This issuer does not exist");
}

function isIssuer(project: string, id: string) {
  return and(eq(trustedIssuers.projectId, project), eq(trustedIssuers.id, id));
}
