import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { getDb } from "#drizzle/client.ts";
import { ownedTables } from "#drizzle/schema/owned.ts";
import { ownerNames, owners } from "#drizzle/schema/settings.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { recordChange, takeIds } from "#lib/admin/activity.ts";
import { adminNames, removeAdminIn } from "#lib/admin/admins.ts";
import { countOwned, NOTHING, type Owned } from "#lib/admin/count-owned.ts";
import { enqueueWrite, flushWrites } from "#lib/base/background.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import type { SeenOwner } from "#lib/identity/hooks.ts";
import { deleteLeft, noteDeleted, signOutEverywhere } from "#lib/identity/revocation.ts";
import { threadHooks } from "#lib/threads/hooks.ts";
import { forgetUploads } from "#lib/uploads/uploads.ts";
import { deleteUsage } from "#lib/usage/note-usage.ts";

const LONGEST_TEXT = 254; // characters, those of the longest e-mail address (RFC 5321 §4.5.3.1.3)

/** Notes that a user was here, with the provider's name for them. It is stored within a second. */
export function noteOwner({ projectId, id, personalId, ...said }: SeenOwner): void {
  const email = toOneLine(said.email);
  const row = {
    projectId,
    id,
    personalId,
    organization: toOneLine(said.organization),
    name: toOneLine(said.name),
    email,
    emailVerified: email ? said.emailVerified === true : undefined,
    lastSeenAt: new Date(),
  };
  enqueueWrite("owners", row, async (rows: (typeof row)[]) => {
    // One statement can change a row only once, so each user's newest note counts that has a name.
    const named = rows.filter(({ name, email }) => name ?? email);
    const newest = new Map([...rows, ...named].map((seen) => [seen.projectId + seen.id, seen]));
    const db = await getDb();
    await db
      .insert(owners)
      .values([...newest.values()])
      .onConflictDoUpdate({
        target: [owners.projectId, owners.id],
        set: {
          organization: sql`coalesce(excluded.organization, ${owners.organization})`,
          name: sql`coalesce(excluded.name, ${owners.name})`,
          email: sql`coalesce(excluded.email, ${owners.email})`,
          emailVerified: sql`coalesce(excluded.email_verified, ${owners.emailVerified})`,
          lastSeenAt: sql`greatest(excluded.last_seen_at, ${owners.lastSeenAt})`,
        },
      });
    // Another instance may have deleted some of them meanwhile. This asks after the commit: otherwise a
    // deletion in between would miss these rows, and this would miss the deletion.
    const ids = [...newest.values()].map(({ id }) => id);
    await db.execute(deleteLeft(owners, owners.id, owners.lastSeenAt, ids));
  });
}

/** A text that can be stored, listed, and typed to confirm a deletion; undefined if nothing is left of it. */
function toOneLine(text = ""): string | undefined {
  const visible = text.replace(/(?!\s)\p{Cc}/gu, "").toWellFormed();
  const line = visible.replace(/\s+/g, " ").trim();
  // By characters, so that none is cut in half.
  return [...line].slice(0, LONGEST_TEXT).join("").trim() || undefined;
}

type Named = Pick<typeof owners.$inferSelect, "id" | "name" | "email">;
type Seen = Pick<typeof owners.$inferSelect, "organization" | "lastSeenAt">;
export type Owner = Named & Seen & Owned;

interface OwnersPage {
  /** A part of the name or of the e-mail address. */
  search?: string;
  /** The last one of the page before. */
  after?: { id: string; lastSeenAt: Date };
}

/** A page of a project's users, last seen first. */
export async function listOwners(
  projectId: string,
  limit: number,
  { search, after }: OwnersPage = {},
): Promise<Owner[]> {
  const { id, organization, name, email, lastSeenAt } = owners;
  const db = await getDb();
  const rows = await db
    .select({ id, organization, name, email, lastSeenAt })
    .from(owners)
    .where(
      and(
        eq(owners.projectId, projectId),
        search
          ? and(
              sql`trigrams(${ownerNames}) @> trigrams(${search})`,
              or(contains(name, search), contains(email, search)),
            )
          : undefined,
        after &&
          sql`(${lastSeenAt}, ${id}) < (${after.lastSeenAt.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(lastSeenAt), desc(id))
    .limit(limit);
  const counts = await countOwned(rows.map((row) => row.id));
  return rows.map((row) => ({ ...row, ...(counts.get(row.id) ?? NOTHING) }));
}

/** Ignores case; `%`, `_` and `\\` stand for themselves. */
function contains(column: AnyPgColumn, text: string) {
  return ilike(column, `%${text.replace(/[%_\\]/g, "\\$&")}%`);
}

/** A user's name in the settings. */
export function ownerName({ id, name, email }: Named): string {
  return name || email || id;
}

/** The user of this id in the project; undefined if there is none. */
export async function findOwner(projectId: string, ownerId: string) {
  const { id, personalId, name, email } = owners;
  const db = await getDb();
  const [row] = await db
    .select({ id, personalId, name, email })
    .from(owners)
    .where(and(eq(owners.projectId, projectId), eq(id, ownerId)));
  return row;
}

interface Deletion {
  projectId: string;
  ownerId: string;
  /** The admin who deletes, if not the user does. */
  adminId?: string;
}

/**
 * Ends every session of a user and deletes everything that is kept for them: the threads with all in them,
 * notes, usage, and the owner's own row, in one transaction, which also notes it in the activity. Whom an
 * admin deletes is no admin any more. Runs under way end without storing anything; those of other instances
 * with their next save. Deleting nothing is no error. Throws HttpError 409 if admin and user are the same.
 */
export async function deleteOwner({ projectId, ownerId, adminId }: Deletion): Promise<void> {
  if (ownerId === adminId) {
    const message =
      "You cannot delete yourself here: another admin can, or “Delete my data” in the chat deletes your data";
    throw new HttpError(409, "OWN_USER", message);
  }
  // First: a request that was let in before looks, once it has written a thread, whether it still may.
  await signOutEverywhere(ownerId);
  // A waiting note would bring the row back. This instance writes it now; others see the deletion.
  await flushWrites();
  await noteDeleted(ownerId);
  const [removal, deletion] = await persist(() => takeIds(2));
  const by = adminId ? { ownerId: adminId, detail: ownerId } : { ownerId };
  await persist(() =>
    withOwner(ownerId, async (tx) => {
      for (const table of ownedTables) await tx.delete(table).where(eq(table.ownerId, ownerId));
      const [owner] = await tx
        .delete(owners)
        .where(and(eq(owners.projectId, projectId), eq(owners.id, ownerId)))
        .returning({ email: owners.email, emailVerified: owners.emailVerified });
      // The activity is nobody's own.
      await tx.execute("set local role none");
      await deleteUsage(tx, ownerId);
      const names = adminNames({ ownerId, ...owner });
      if (adminId) await removeAdminIn(tx, { projectId, names, by: adminId, id: removal });
      await recordChange(tx, { id: deletion, projectId, kind: "user.deleted", ...by });
    }),
  );
  forgetUploads(ownerId);
  await threadHooks().threadsDeleted(ownerId);
}

/** Ends every session of a user, in all organisations, for an admin, and notes it in the activity, in one transaction. */
export async function signOutOwner({
  projectId,
  ownerId,
  adminId,
}: Required<Deletion>): Promise<void> {
  const [id] = await persist(() => takeIds(1));
  const change = { id, projectId, ownerId: adminId, detail: ownerId };
  const owner = await findOwner(projectId, ownerId);
  await signOutEverywhere(owner?.personalId ?? ownerId, (tx) =>
    recordChange(tx, { ...change, kind: "user.signed_out" }),
  );
}
