import { setTimeout } from "node:timers/promises";
import { and, lt, sql } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import type { OwnerTransaction } from "#drizzle/with-owner.ts";
import { withTimeout } from "#lib/base/background.ts";
import { HttpError, notFound } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process.ts";
import type { Caller } from "#lib/identity/caller.ts";
import { tooMany } from "#lib/identity/handle-api.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import {
  isRunning,
  LONGEST_SAVE_INTERVAL_MILLISECONDS,
  SAVE_INTERVAL_MILLISECONDS,
} from "#lib/threads/thread.ts";
import { countTokensLeft, spentBy } from "#lib/usage/limits.ts";
import type { StopReason } from "./run-error.ts";
import { endRun, findRunEnd, newLease, type RunKey, requestCancel } from "./store.ts";

interface RunningRun extends RunKey {
  /** Ends the model's stream at once; the run then writes its last message and terminal event. */
  stop(reason: StopReason): void;
  /** Settles after the terminal event. Never rejects. */
  done: Promise<void>;
}

const runs = () => processWide("running-runs", () => new Map<string, RunningRun>());

/** Keeps a run in the list until it is done. It goes on when its client leaves. */
export function trackRun(run: RunningRun): void {
  runs().set(run.runId, run);
  void run.done.then(() => runs().delete(run.runId));
}

/** Of all runs of this process together. */
const SAVES_PER_SECOND = 250;

/** How long a run of this process waits for its next save. */
export function saveInterval(): number {
  const fair = (1_000 * runs().size) / SAVES_PER_SECOND;
  return Math.min(Math.max(SAVE_INTERVAL_MILLISECONDS, fair), LONGEST_SAVE_INTERVAL_MILLISECONDS);
}

/** The run, if it belongs to this owner and thread and runs in this process. */
export function findRunning({ ownerId, threadId, runId }: RunKey): RunningRun | undefined {
  const run = runs().get(runId);
  return run?.ownerId === ownerId && run.threadId === threadId ? run : undefined;
}

const POLL_MILLISECONDS = 100;
const TIMEOUT_MILLISECONDS = LONGEST_SAVE_INTERVAL_MILLISECONDS + 1_000;

/**
 * Cancels the run that holds the thread and returns when the thread is free, so that the next
 * message can follow at once. Throws 404 RUN_NOT_FOUND for a run that has ended or is unknown.
 */
export async function cancelRun(run: RunKey): Promise<void> {
  const running = findRunning(run);
  if (running) {
    running.stop("cancelled");
    await running.done;
  } else {
    if (!(await requestCancel(run))) throw notFound("run");
    await waitForEnd(run);
  }
  if ((await findRunEnd(run)) !== "cancelled") throw notFound("run");
}

/** The other instance learns of the request with its next save. If it does not, its process is gone or hangs, and this ends the run for it. */
async function waitForEnd(run: RunKey): Promise<void> {
  for (let waited = 0; waited < TIMEOUT_MILLISECONDS; waited += POLL_MILLISECONDS) {
    await setTimeout(POLL_MILLISECONDS);
    if (await findRunEnd(run)) return;
  }
  await endRun(run, { messages: [], pendingToolCallIds: [], isCancelled: true });
}

const listRunsOf = (ownerId: string) =>
  [...runs().values()].filter((run) => run.ownerId === ownerId);

/** Ends the runs of an owner whose threads were deleted, and waits for their end. */
export async function stopRunsOf(ownerId: string): Promise<void> {
  await stopAll(listRunsOf(ownerId), "lost");
}

/** Ends every run of this process. Each stores its answer and writes its terminal event. Waits for them within the grace. */
export async function drainRuns(graceMilliseconds: number): Promise<void> {
  const ended = stopAll([...runs().values()], "shutdown");
  await withTimeout(ended, graceMilliseconds).catch(() => {});
}

function stopAll(running: RunningRun[], reason: StopReason): Promise<unknown> {
  for (const run of running) run.stop(reason);
  return Promise.all(running.map(({ done }) => done));
}

/** What may be asked of the model for one user at a time, in all tabs. */
const MOST_CALLS = 10;
const RETRY_SECONDS = 5;

const calls = () => processWide("model-calls", () => new Map<string, number>());

/** How many names and suggestions this process is asking for. */
const countCallsOf = (ownerId: string): number => calls().get(ownerId) ?? 0;

function tooManyCalls(): HttpError {
  const message = `${MOST_CALLS} answers are being written for you. Wait until one of them has ended`;
  return tooMany("TOO_MANY_RUNS", message, RETRY_SECONDS);
}

/** Asks the model aside from any run. Throws 429 beside as many runs and calls as one may have. */
export async function countCall<Result>(
  ownerId: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  if (listRunsOf(ownerId).length + countCallsOf(ownerId) >= MOST_CALLS) throw tooManyCalls();
  calls().set(ownerId, countCallsOf(ownerId) + 1);
  try {
    return await ask();
  } finally {
    const left = countCallsOf(ownerId) - 1;
    if (left > 0) calls().set(ownerId, left);
    else calls().delete(ownerId);
  }
}

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
