import { setTimeout } from "node:timers/promises";
import { notFound } from "#lib/base/http/http-error.ts";
import { SAVE_INTERVAL_MILLISECONDS } from "#lib/threads/thread.ts";
import { findRunning } from "./running.ts";
import { endRun, findRunEnd, type RunKey, requestCancel } from "./store.ts";

const POLL_MILLISECONDS = 100;
const TIMEOUT_MILLISECONDS = 4 * SAVE_INTERVAL_MILLISECONDS;

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
