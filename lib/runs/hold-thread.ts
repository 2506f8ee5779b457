import { and, lt, sql } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import type { OwnerTransaction } from "#drizzle/with-owner.ts";
import { HttpError, notFound } from "#lib/base/http/http-error.ts";
import { isThread } from "#lib/threads/find-thread.ts";
import { isRunning } from "#lib/threads/lease.ts";
import { countCallsOf, MOST_CALLS, tooManyCalls } from "./model-calls.ts";
import { newLease, type RunKey } from "./store.ts";

/** First in a start: those of one owner come one after the other, so that each sees the runs of the others. */
export async function queueStart(tx: OwnerTransaction, ownerId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 0))`);
}

/** Locks the row until the transaction ends, so that of two starts one sees the other's run. */
export async function lockThread(tx: OwnerTransaction, { ownerId, threadId }: RunKey) {
  const [thread] = await tx
    .select({
      currentRunId: threads.currentRunId,
      lastCompletedRunId: threads.lastCompletedRunId,
      pendingToolCallIds: threads.pendingToolCallIds,
      isRunning,
      // Clients order messages by their time, so it grows even where the clock does not.
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

/** Throws 429 where the owner has as many runs, on all instances, as one may have. A run whose process is gone counts until its lease ends. */
export async function holdThread(
  tx: OwnerTransaction,
  { ownerId, threadId, runId }: RunKey,
  changes: { lastCompletedRunId: string | null; updatedAt: Date },
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
    })
    .where(and(isThread(ownerId, threadId), lt(running, MOST_CALLS - countCallsOf(ownerId))))
    .returning({ id: threads.id });
  if (held.length === 0) throw tooManyCalls();
}
