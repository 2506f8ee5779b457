import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { getDb, inTransaction } from "#drizzle/client.ts";
import { adminClaims, admins, owners } from "#drizzle/schema/settings.ts";
import type { OwnerTransaction } from "#drizzle/with-owner.ts";
import { recordChange } from "#lib/admin/activity.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import { defaultProject } from "#lib/projects/projects.ts";

interface Person {
  ownerId: string;
  email?: string | null;
  emailVerified?: boolean | null;
}

/** Whether ADMINS, a claim or `addAdmin` lets a person see and change a project's settings. Without a database there are no settings. */
export async function isAdmin(projectId: string, person: Person): Promise<boolean> {
  if (!hasDatabase()) return false;
  const names = adminNames(person);
  if (appEnv().ADMINS.some((entry) => names.includes(toEntry(entry)))) return true;
  const isOne = and(eq(admins.projectId, projectId), inArray(admins.ownerId, names));
  return (await (await getDb()).$count(admins, isOne)) > 0;
}

/** The entries by which a person is an admin. */
export function adminNames({ ownerId, email, emailVerified }: Person): string[] {
  // An unverified address can be anybody's, and what is no address could be somebody's owner id.
  return email && emailVerified && isAddress(email) ? [ownerId, toEntry(email)] : [ownerId];
}

/** What names an admin: an owner id as it is, or an e-mail address, whose letters are alike in both cases. */
const toEntry = (name: string) => (isAddress(name) ? name.toLowerCase() : name);

export const isAddress = (name: string) => z.regexes.html5Email.test(name);

/**
 * Makes an owner an admin, or whoever signs in with an address that the provider has verified. Claim
 * links are then void. False if this one is an admin already.
 */
export async function addAdmin(projectId: string, name: string): Promise<boolean> {
  const admin = { projectId, ownerId: toEntry(name) };
  return inTransaction(async (tx) => {
    const added = await tx
      .insert(admins)
      .values(admin)
      .onConflictDoNothing()
      .returning({ ownerId: admins.ownerId });
    if (added.length === 0) return false;
    await tx.delete(adminClaims).where(eq(adminClaims.projectId, projectId));
    await recordChange(tx, { projectId, kind: "admin.added", detail: admin.ownerId });
    return true;
  });
}

/** Whether nobody can change the settings that there are. */
export async function lacksAdmin(): Promise<boolean> {
  if (appEnv().ADMINS.length > 0 || !hasDatabase()) return false;
  const { id: projectId } = await defaultProject();
  return (await (await getDb()).$count(admins, eq(admins.projectId, projectId))) === 0;
}

/** The admins: the entries of ADMINS, and who used a claim link or was added. */
export async function listAdmins(projectId: string) {
  const db = await getDb();
  const claimed = await db
    .select({ ownerId: admins.ownerId, name: owners.name, email: owners.email })
    .from(admins)
    .leftJoin(owners, and(eq(owners.projectId, projectId), eq(owners.id, admins.ownerId)))
    .where(eq(admins.projectId, projectId))
    .orderBy(asc(admins.createdAt), asc(admins.ownerId));
  return { named: appEnv().ADMINS, claimed };
}

/**
 * Removes an admin who used a claim link or was added, by the owner id or address of the entry; `by` is the admin who
 * does it. Those in ADMINS stay admins. Throws HttpError 409 if no admin would be left, because nobody could change the
 * settings any more.
 */
export async function removeAdmin(projectId: string, name: string, by: string): Promise<void> {
  await persist(() => inTransaction((tx) => removeAdminIn(tx, { projectId, names: [name], by })));
}

interface Removal {
  projectId: string;
  names: string[];
  /** The admin who removes. */
  by: string;
  /** That of the entry in the activity. */
  id?: number;
}

/** `removeAdmin` within a transaction, which may be done twice. */
export async function removeAdminIn(
  tx: OwnerTransaction,
  { projectId, names, by, id }: Removal,
): Promise<void> {
  const isAddressOf = and(owners.emailVerified, eq(sql`lower(${owners.email})`, admins.ownerId));
  const users = tx
    .select({ id: owners.id })
    .from(owners)
    .where(and(eq(owners.projectId, projectId), or(eq(owners.id, admins.ownerId), isAddressOf)));
  // Locked, so that two admins cannot remove each other at the same time.
  const entries = await tx
    .select({ name: admins.ownerId, isUser: sql<boolean>`exists ${users}` })
    .from(admins)
    .where(eq(admins.projectId, projectId))
    .orderBy(asc(admins.ownerId))
    .for("update");
  const removed = entries.map(({ name }) => name).filter((name) => names.includes(name));
  if (removed.length === 0) return;
  // Nobody may ever sign in with an address that was mistyped.
  const isAnyLeft = entries.some(({ name, isUser }) => isUser && !removed.includes(name));
  if (!isAnyLeft && appEnv().ADMINS.length === 0) {
    const message = "No other admin has been here yet: name another in ADMINS first";
    throw new HttpError(409, "LAST_ADMIN", message);
  }
  await tx
    .delete(admins)
    .where(and(eq(admins.projectId, projectId), inArray(admins.ownerId, removed)));
  const detail = removed.join(", ");
  await recordChange(tx, { id, projectId, kind: "admin.removed", ownerId: by, detail });
}
