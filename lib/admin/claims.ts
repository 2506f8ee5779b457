import { createHmac, hash, randomBytes } from "node:crypto";
import { and, eq, gt, inArray, or } from "drizzle-orm";
import { getDb, inTransaction } from "#drizzle/client.ts";
import { adminClaims, admins, owners } from "#drizzle/schema/settings.ts";
import { recordChange } from "#lib/admin/activity.ts";
import { lacksAdmin } from "#lib/admin/admins.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import type { Visitor } from "#lib/identity/hooks.ts";
import { defaultProject } from "#lib/projects/projects.ts";

const ONE_HOUR = 3_600_000; // milliseconds
const CODE_BYTES = 32;

/**
 * A link that makes the first user who opens it an admin of the default project. It works once and for
 * an hour. Undefined if there is an admin, or ADMINS names one.
 */
export async function makeClaimLink(): Promise<string | undefined> {
  const { APP_URL } = appEnv();
  if (!(await lacksAdmin())) return undefined;
  const { id: projectId } = await defaultProject();
  const db = await getDb();
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const expiresAt = new Date(Date.now() + ONE_HOUR);
  await db.insert(adminClaims).values({ hash: hashCode(code), projectId, expiresAt });
  return `${APP_URL}/settings/claim?code=${code}`;
}

/** Whether the code of a claim link is valid. None is while ADMINS names an admin. */
export async function isClaimable(code: string): Promise<boolean> {
  if (appEnv().ADMINS.length > 0 || !hasDatabase()) return false;
  return (await (await getDb()).$count(adminClaims, isLivingClaim(code))) > 0;
}

/**
 * Lets a stranger in by the code of a claim link, who is known from then on. The link can make an admin of nobody
 * else any more. False for a code that is unknown, used or expired.
 */
export async function bindClaim(code: string, { id, personalId }: Visitor): Promise<boolean> {
  if (!(await isClaimable(code))) return false;
  return inTransaction(async (tx) => {
    const [bound] = await tx
      .update(adminClaims)
      .set({ hash: bindCode(code, id) })
      .where(isLivingClaim(code))
      .returning({ projectId: adminClaims.projectId });
    if (!bound) return false;
    const owner = { ...bound, id, personalId, lastSeenAt: new Date() };
    await tx.insert(owners).values(owner).onConflictDoNothing();
    return true;
  });
}

/** Makes an owner an admin by the code of a claim link. False for a code that is unknown, used, another's or expired. */
export async function claimAdmin(code: string, ownerId: string): Promise<boolean> {
  if (appEnv().ADMINS.length > 0 || !hasDatabase()) return false;
  const db = await getDb();
  const claim = db
    .select({ projectId: adminClaims.projectId })
    .from(adminClaims)
    .where(or(isLivingClaim(code), isLiving(bindCode(code, ownerId))));
  return db.transaction(async (tx) => {
    // The first claim ends all links of the project, so a second one at the same time finds none.
    const [used] = await tx
      .delete(adminClaims)
      .where(inArray(adminClaims.projectId, claim))
      .returning({ projectId: adminClaims.projectId });
    if (!used) return false;
    await tx
      .insert(admins)
      .values({ ...used, ownerId })
      .onConflictDoNothing();
    await recordChange(tx, { ...used, kind: "admin.claimed", ownerId });
    return true;
  });
}

const isLiving = (hash: string) =>
  and(eq(adminClaims.hash, hash), gt(adminClaims.expiresAt, new Date()));
const isLivingClaim = (code: string) => isLiving(hashCode(code));

/** What the table has of a code that is one owner's. No code has this as its hash. */
const bindCode = (code: string, ownerId: string) =>
  createHmac("sha256", ownerId).update(code).digest("base64url");

/** What the table has of the code in a link. */
export const hashCode = (code: string) => hash("sha256", code, "base64url");
