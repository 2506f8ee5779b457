import { and, eq, inArray } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { admins, owners } from "#drizzle/schema/settings.ts";
import { flushWrites } from "#lib/base/background.ts";
import { persist } from "#lib/base/outage.ts";
import { deleteOwner } from "./owners.ts";

/**
 * Deletes what is kept for a user whose account goes as well, in all organisations, so that nobody can be
 * one of these owners again.
 */
export async function deleteLeaver(projectId: string, personalId: string): Promise<void> {
  // Who was just let in is found as well.
  await flushWrites();
  const db = await getDb();
  const inOrganizations = await db
    .select({ id: owners.id })
    .from(owners)
    .where(and(eq(owners.projectId, projectId), eq(owners.personalId, personalId)));
  const ids = [personalId, ...inOrganizations.map(({ id }) => id)];
  for (const ownerId of ids) await deleteOwner({ projectId, ownerId });
  const isLeaver = and(eq(admins.projectId, projectId), inArray(admins.ownerId, ids));
  // If it was the last admin, the next start prints a claim link.
  await persist(() => db.delete(admins).where(isLeaver));
}
