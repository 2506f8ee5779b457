import { and, eq } from "drizzle-orm";
import { owners } from "#drizzle/schema/settings.ts";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { stopRunsOf } from "#lib/runs/running.ts";

/**
 * Deletes everything that is kept for a user: the threads with their messages, component states
 * and suggestions, and the owner's own row, in one transaction. Runs under way end without storing
 * anything; those of other instances with their next save. Deleting nothing is no error.
 */
export async function deleteOwner({
  ownerId,
  projectId,
}: {
  ownerId: string;
  projectId: string;
}): Promise<void> {
  await withOwner(ownerId, async (tx) => {
    // The rest goes with the threads.
    await tx.delete(threads).where(eq(threads.ownerId, ownerId));
    await tx.delete(owners).where(and(eq(owners.projectId, projectId), eq(owners.id, ownerId)));
  });
  await stopRunsOf(ownerId);
}
