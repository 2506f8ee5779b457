import { setTimeout } from "node:timers/promises";
import { logError } from "#lib/base/log-error.ts";
import { SAVE_INTERVAL_MILLISECONDS } from "#lib/threads/lease.ts";
import type { Answer } from "./answer.ts";
import { toAnswerMessage } from "./answer-messages.ts";
import type { StopReason } from "./run-error.ts";
import type { StartedRun } from "./start.ts";
import { saveProgress } from "./store.ts";

/**
 * Stores the answer and renews the lease until the returned function is called. Each save also stops
 * the run if another instance cancelled it, or if it has lost its thread.
 */
export function saveRegularly(
  run: StartedRun,
  answer: Answer,
  stop: (reason: StopReason) => void,
): () => Promise<void> {
  const finished = new AbortController();
  let saved = "";

  async function save(): Promise<void> {
    // A model refuses a thread with a call without a result, so calls are stored when the run ends.
    const content = answer.content.filter((block) => block.type !== "tool_use");
    const grown = JSON.stringify([content, answer.reasoning]);
    const isSaved = content.length === 0 || grown === saved;
    const messages = isSaved ? [] : [toAnswerMessage(run, answer, { content, isCancelled: false })];
    const state = await saveProgress(run, messages);
    saved = grown;
    if (state === "cancel-requested") stop("cancelled");
    if (state === "lost") stop("lost");
  }

  async function repeat(): Promise<void> {
    while (!finished.signal.aborted) {
      await setTimeout(SAVE_INTERVAL_MILLISECONDS, undefined, {
        signal: finished.signal,
      }).catch(() => {});
      if (finished.signal.aborted) return;
      // The next save may succeed. If none does, another run may take the thread.
      await save().catch((cause) => logError(`run ${run.runId} could not be saved`, cause));
    }
  }

  const saving = repeat();
  return () => {
    finished.abort();
    return saving;
  };
}
