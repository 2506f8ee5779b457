import type { ContentBlock } from "#lib/threads/content.ts";
import { newId } from "#lib/threads/ids.ts";
import type { Answer } from "./answer.ts";
import type { ToolResultBlock } from "./run-request.ts";
import type { StartedRun } from "./start.ts";
import type { StoredMessage } from "./store.ts";

const ONE_MILLISECOND = 1;

export function toAnswerMessage(
  run: StartedRun,
  { reasoning }: Answer,
  { content, isCancelled }: { content: ContentBlock[]; isCancelled: boolean },
): StoredMessage {
  return {
    id: run.messageId,
    role: "assistant",
    content,
    reasoning: reasoning.length > 0 ? reasoning : undefined,
    isCancelled,
    createdAt: run.answerAt,
  };
}

/** The last messages of a run: its answer, and results for the calls that nobody will carry out. */
export function listMessages(
  run: StartedRun,
  answer: Answer,
  results: ToolResultBlock[],
  isCancelled: boolean,
): StoredMessage[] {
  const { content, isStarted } = answer;
  const messages = isStarted ? [toAnswerMessage(run, answer, { content, isCancelled })] : [];
  if (results.length === 0) return messages;
  const createdAt = new Date(run.answerAt.getTime() + ONE_MILLISECOND);
  return [
    ...messages,
    { id: newId("msg"), role: "user", content: results, isCancelled: false, createdAt },
  ];
}
