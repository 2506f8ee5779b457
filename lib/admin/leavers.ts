import { and, eq } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { admins } from "#drizzle/schema/settings.ts";
import { persist } from "#lib/base/outage.ts";
import { deleteOwner } from "./owners.ts";

/** Deletes what is kept for an owner whose account goes as well, so that nobody can be this owner again. */
export async function deleteLeaver(projectId: string, ownerId: string): Promise<void> {
  await deleteOwner({ projectId, ownerId });
  const isLeaver = and(eq(admins.projectId, projectId), eq(admins.ownerId, ownerId));
  const db = await getDb();
  // If it was the last admin, the next start prints a claim link.
  await persist(() => db.delete(admins).where(isLeaver));
}
