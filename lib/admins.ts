import { createHash, randomBytes } from "node:crypto";
import { and, count, eq, gt, inArray } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { persist } from "#drizzle/outage.ts";
import { adminClaims, admins } from "#drizzle/schema/settings.ts";
import { noteActivity } from "#lib/activity.ts";
import { appEnv } from "#lib/env.ts";
import { defaultProject } from "#lib/projects.ts";

const ONE_HOUR = 3_600_000; // milliseconds
const CODE_BYTES = 32;

interface Person {
  ownerId: string;
  email?: string;
  emailVerified: boolean;
}

/** Whether somebody may see and change a project's settings: by ADMINS, or by a claim. */
export async function isAdmin(projectId: string, person: Person): Promise<boolean> {
  const { ADMINS } = appEnv();
  if (ADMINS.includes(person.ownerId)) return true;
  const email = person.email?.toLowerCase();
  // An address that nobody verified can be anybody's.
  if (email && person.emailVerified && ADMINS.some((entry) => entry.toLowerCase() === email)) {
    return true;
  }
  const db = await getDb();
  const rows = await db
    .select({ ownerId: admins.ownerId })
    .from(admins)
    .where(and(eq(admins.projectId, projectId), eq(admins.ownerId, person.ownerId)));
  return rows.length > 0;
}

/**
 * A link that makes whoever opens it first, signed in, the admin of the default project. It works
 * once and for an hour. Undefined while there is an admin, or ADMINS names one.
 */
export async function makeClaimLink(): Promise<string | undefined> {
  const { ADMINS, APP_URL } = appEnv();
  if (ADMINS.length > 0) return undefined;
  const { id: projectId } = await defaultProject();
  const db = await getDb();
  const [row] = await db
    .select({ count: count() })
    .from(admins)
    .where(eq(admins.projectId, projectId));
  if (row && row.count > 0) return undefined;
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const expiresAt = new Date(Date.now() + ONE_HOUR);
  await db.insert(adminClaims).values({ hash: hashCode(code), projectId, expiresAt });
  return `${APP_URL}/settings/claim?code=${code}`;
}

/** Whether a code still makes an admin; none does once ADMINS names one. */
export async function isClaimable(code: string): Promise<boolean> {
  if (appEnv().ADMINS.length > 0) return false;
  const db = await getDb();
  const claims = await db
    .select({ projectId: adminClaims.projectId })
    .from(adminClaims)
    .where(isLivingClaim(code));
  return claims.length > 0;
}

/** Makes an owner admin by the code of a claim link. False for one that is unknown, used or expired. */
export async function claimAdmin(code: string, ownerId: string): Promise<boolean> {
  if (!(await isClaimable(code))) return false;
  const db = await getDb();
  const claim = db
    .select({ projectId: adminClaims.projectId })
    .from(adminClaims)
    .where(isLivingClaim(code));
  const projectId = await db.transaction(async (tx) => {
    // With the first claim all links of the project end; of two at once, the second finds none.
    const [used] = await tx
      .delete(adminClaims)
      .where(inArray(adminClaims.projectId, claim))
      .returning({ projectId: adminClaims.projectId });
    if (used)
      await tx
        .insert(admins)
        .values({ ...used, ownerId })
        .onConflictDoNothing();
    return used?.projectId;
  });
  if (!projectId) return false;
  noteActivity({ projectId, kind: "admin.claimed", outcome: "ok", ownerId });
  return true;
}

function isLivingClaim(code: string) {
  return and(eq(adminClaims.hash, hashCode(code)), gt(adminClaims.expiresAt, new Date()));
}

/** Takes away what a claim gave. Whom ADMINS names stays an admin. */
export async function removeAdmin(projectId: string, ownerId: string): Promise<void> {
  const db = await getDb();
  const isTheirs = and(eq(admins.projectId, projectId), eq(admins.ownerId, ownerId));
  await persist(async () => db.delete(admins).where(isTheirs));
}

function hashCode(code: string): string {
  return createHash("sha256").update(code).digest("base64url");
}
