import { and, lt, sql } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import type { OwnerTransaction } from "#drizzle/with-owner.ts";
import { HttpError, notFound } from "#lib/base/http/http-error.ts";
import type { Caller } from "#lib/identity/caller.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { isRunning } from "#lib/threads/thread.ts";
import { countTokensLeft, spentBy } from "#lib/usage/limits.ts";
import { countCallsOf, MOST_CALLS, tooManyCalls } from "./running.ts";
import { newLease, type RunKey } from "./store.ts";

/**
 * The first step of a start. An owner's starts run one after the other, so that each counts the others' runs.
 * Returns how many tokens are left for today; throws 429 where there are none.
 */
export async function queueStart(tx: OwnerTransaction, caller: Caller): Promise<number> {
  const [spent] = await tx
    .select(spentBy(caller))
    .from(sql`pg_advisory_xact_lock(hashtextextended(${caller.ownerId}, 0))`);
  return countTokensLeft(caller.ownerId, spent);
}

/** Locks the row until the transaction ends, so that the second of two starts sees the first one's run. */
export async function lockThread(
  tx: OwnerTransaction,
  { ownerId, threadId }: Omit<RunKey, "runId">,
) {
  const [thread] = await tx
    .select({
      currentRunId: threads.currentRunId,
      lastCompletedRunId: threads.lastCompletedRunId,
      pendingToolCallIds: threads.pendingToolCallIds,
      toolRounds: threads.toolRounds,
      isRunning,
      // Clients order messages by time, so it must grow even if the clock does not.
      nextMessageAt: sql`greatest(clock_timestamp(), (
        select max(m.created_at) + interval '1 millisecond' from messages m
        where m.owner_id = ${ownerId} and m.thread_id = ${threadId}
      ))::timestamptz(3)`.mapWith(threads.createdAt),
    })
    .from(threads)
    .where(isThread(ownerId, threadId))
    .for("update");
  if (!thread) throw notFound("thread");
  if (thread.isRunning) {
    throw new HttpError(409, "CONCURRENT_RUN", "An answer is still being written in this thread", {
      extra: { currentRunId: thread.currentRunId },
    });
  }
  return thread;
}

/** Gives the thread to the run. Throws 429 if the owner has too many runs on all instances together. A run whose process is gone counts until its lease ends. */
export async function holdThread(
  tx: OwnerTransaction,
  { ownerId, threadId, runId }: RunKey,
  changes: { lastCompletedRunId: string | null; updatedAt: Date; toolRounds: number },
): Promise<void> {
  const running = sql`(
    select count(*) from ${threads} t where t.owner_id = ${ownerId}
      and t.updated_at > clock_timestamp() - interval '1 hour'
      and t.lease_expires_at > clock_timestamp()
  )`;
  const held = await tx
    .update(threads)
    .set({
      ...changes,
      currentRunId: runId,
      leaseExpiresAt: newLease,
      cancelRequested: false,
      lastRunCancelled: false,
      lastRunError: null,
      pendingToolCallIds: [],
      archivedAt: null,
    })
    .where(and(isThread(ownerId, threadId), lt(running, MOST_CALLS - countCallsOf(ownerId))))
    .returning({ id: threads.id });
  if (held.length === 0) throw tooManyCalls();
}
