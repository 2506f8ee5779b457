import { setTimeout } from "node:timers/promises";
import { logError } from "#lib/base/process.ts";
import type { ContentBlock, ToolResultBlock } from "#lib/threads/content.ts";
import { newId } from "#lib/threads/ids.ts";
import { SAVE_INTERVAL_MILLISECONDS } from "#lib/threads/thread.ts";
import type { Answer } from "./answer.ts";
import type { StartedRun } from "./start.ts";
import { type StoredMessage, saveProgress } from "./store.ts";

const ONE_MILLISECOND = 1;

function toAnswerMessage(
  { messageId: id, answerAt: createdAt }: StartedRun,
  content: ContentBlock[],
  reasoning: string[],
  isCancelled = false,
): StoredMessage {
  const sections = reasoning.length > 0 ? reasoning : undefined;
  return { id, role: "assistant", content, reasoning: sections, isCancelled, createdAt };
}

/** The last messages of a run: its answer, and results for the calls that nobody will carry out. */
export function listMessages(
  run: StartedRun,
  answer: Answer,
  results: ToolResultBlock[],
  isCancelled: boolean,
): StoredMessage[] {
  const { content, reasoning, isStarted } = answer;
  const messages = isStarted ? [toAnswerMessage(run, content, reasoning, isCancelled)] : [];
  if (results.length === 0) return messages;
  const createdAt = new Date(run.answerAt.getTime() + ONE_MILLISECOND);
  return [
    ...messages,
    { id: newId("msg"), role: "user", content: results, isCancelled: false, createdAt },
  ];
}

/**
 * Stores the answer and renews the lease until the returned function is called. Each save also stops
 * the run if another instance cancelled it, or if it has lost its thread.
 */
export function saveRegularly(
  run: StartedRun,
  answer: Answer,
  abort: AbortController,
): () => Promise<void> {
  const finished = new AbortController();
  let saved = "";

  async function save(): Promise<void> {
    // A model refuses a thread with a call without a result, so calls are stored when the run ends.
    const content = answer.content.filter((block) => block.type !== "tool_use");
    const grown = JSON.stringify([content, answer.reasoning]);
    const isSaved = content.length === 0 || grown === saved;
    const messages = isSaved ? [] : [toAnswerMessage(run, content, answer.reasoning)];
    const state = await saveProgress(run, messages);
    saved = grown;
    if (state !== "held") abort.abort(state);
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
