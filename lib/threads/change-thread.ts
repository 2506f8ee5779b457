import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import { isThread } from "./find-thread.ts";
import { type Thread, threadColumns, toThread } from "./thread.ts";

/** Changes name or metadata. This is no activity, so the order of the list stays. Throws 404. */
export async function updateThread(
  ownerId: string,
  threadId: string,
  changes: { name?: string; metadata?: Record<string, unknown> },
): Promise<Thread> {
  const [row] = await withOwner(ownerId, (tx) =>
    tx
      .update(threads)
      // Drizzle refuses an update without values; setting the id changes nothing.
      .set({ id: threadId, ...changes })
      .where(isThread(ownerId, threadId))
      .returning(threadColumns),
  );
  if (!row) throw notFound("thread");
  return toThread(row);
}

/** Deletes the thread with its messages and component states. Throws 404. */
export async function deleteThread(ownerId: string, threadId: string): Promise<void> {
  let tries = 0;
  const deleted = await persist(() => {
    tries += 1;
    return withOwner(ownerId, (tx) =>
      tx.delete(threads).where(isThread(ownerId, threadId)).returning({ id: threads.id }),
    );
  });
  // An earlier try may have deleted it and lost its answer.
  if (deleted.length === 0 && tries === 1) throw notFound("thread");
}
