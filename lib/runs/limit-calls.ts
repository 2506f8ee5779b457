import { isToolResult } from "#lib/threads/content.ts";
import type { ModelTools } from "./component-tools.ts";
import type { HistoryMessage } from "./prompt.ts";

/** How often results of client tools are taken for one question: each time the model is asked anew. */
const MOST_ROUNDS = 8;

/**
 * Counts the calls of client tools that a question has had against what each tool may have, and has the
 * model answer after the last round. It is not told of other tools than before: a call that is one too many
 * is refused with the reason.
 */
export function limitCalls(
  { callsLeft, callables, modelNameOf }: ModelTools,
  history: HistoryMessage[],
  rounds: number,
): void {
  const askedAt = history.findLastIndex(
    ({ role, content }) => role === "user" && !content.some(isToolResult),
  );
  const calls = history.slice(askedAt + 1).flatMap(({ content }) => content);
  for (const [name, most] of callsLeft) {
    const made = calls.filter((block) => block.type === "tool_use" && block.name === name).length;
    const left = rounds < MOST_ROUNDS ? most - made : 0;
    callsLeft.set(name, left);
    // Nobody is shown a call that is refused.
    if (left < 1) callables.delete(modelNameOf("tool", name));
  }
}
