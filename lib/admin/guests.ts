import { and, eq, lt, sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { ownedTables } from "#drizzle/schema/owned.ts";
import { isGuestRow, owners } from "#drizzle/schema/settings.ts";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { flushWrites } from "#lib/base/background.ts";
import { persist } from "#lib/base/outage.ts";
import { GUEST_LIFETIME } from "#lib/identity/guests.ts";
import { isGuest } from "#lib/identity/owner-id.ts";
import { isSessionEnded, signOutEverywhere } from "#lib/identity/revocation.ts";
import type { OpenSession } from "#lib/identity/user-token.ts";
import { threadHooks } from "#lib/threads/hooks.ts";
import { forgetUploads } from "#lib/uploads/uploads.ts";
import { deleteUsage } from "#lib/usage/note-usage.ts";

const ONE_HOUR = 3_600_000; // milliseconds
const MOST_DELETED = 1_000; // at once

/**
 * Makes a guest's threads a user's, with everything in them, and notes too, in one transaction. The guest's tokens are dead before, so
 * nothing is added meanwhile, and an answer that is being written ends. Done again it finds nothing.
 */
export async function adoptGuest(guest: string, session: OpenSession, user: string): Promise<void> {
  if (!(await isSessionEnded({ ownerId: guest }, session.id, session.startedAt))) {
    await signOutEverywhere(guest);
    await threadHooks().threadsDeleted(guest);
    await flushWrites();
  }
  await persist(() =>
    withOwner(user, async (tx) => {
      // By this row-level security lets the user have them.
      await tx.execute(sql`select set_config('app.guest', ${guest}, true)`);
      await tx
        .update(threads)
        .set({ ownerId: user, currentRunId: null, leaseExpiresAt: null })
        .where(eq(threads.ownerId, guest));
      for (const table of ownedTables)
        await tx.execute(sql`update ${table} set owner_id = ${user} where owner_id = ${guest}`);
      await tx.execute(sql`set local role none`);
      await tx.delete(owners).where(eq(owners.id, guest));
    }),
  );
  forgetUploads(guest);
}

/** Deletes the threads of guests whose time is over. No session of theirs can be left. */
export async function deleteOldGuests(): Promise<void> {
  const { id, createdAt } = owners;
  const oldest = new Date(Date.now() - GUEST_LIFETIME * 1_000 - ONE_HOUR);
  const db = await getDb();
  const old = await db
    .select({ id })
    .from(owners)
    .where(and(isGuestRow, lt(createdAt, oldest)))
    .limit(MOST_DELETED);
  for (const guest of old.filter(({ id }) => isGuest(id))) {
    await withOwner(guest.id, async (tx) => {
      for (const table of ownedTables) await tx.delete(table).where(eq(table.ownerId, guest.id));
      await tx.delete(owners).where(eq(owners.id, guest.id));
      await tx.execute(sql`set local role none`);
      await deleteUsage(tx, guest.id);
    });
    forgetUploads(guest.id);
  }
}
