import { HttpError } from "#lib/base/http/http-error.ts";
import { isToolResult, type ToolResultBlock } from "#lib/threads/content.ts";
import type { Emit } from "./events.ts";
import type { UserBlock } from "./run-request.ts";

/** A result for a call that nobody carried out. A model refuses a thread with a call without a result. */
export function notExecuted(toolUseId: string, reason: string): ToolResultBlock {
  const text = `Not executed: ${reason}`;
  return { type: "tool_result", toolUseId, content: [{ type: "text", text }], isError: true };
}

/** A result for a call that was being carried out here when the answer was cut off. */
export function outcomeUnknown(toolUseId: string): ToolResultBlock {
  const text = "No result: the answer was cut off. It may have been carried out";
  return { type: "tool_result", toolUseId, content: [{ type: "text", text }], isError: true };
}

interface Waiting {
  pendingToolCallIds: string[];
  lastCompletedRunId: string | null;
  /** The ids of all calls of the thread that have a result. */
  answeredIds: Set<string>;
}

/**
 * Fits a user message to the calls that a thread waits for. If it has results, each waiting call gets
 * its last one, or an error if there is none. If it has none, the waiting calls are `closed` as not
 * executed, in a message before it, so that a page that was reloaded during a call does not lock its
 * thread. Throws 400
 * EXTRA_RESULTS for unknown calls, 400 INVALID_PREVIOUS_RUN for results of another run, 409
 * RUN_ALREADY_CONTINUED for results that were given before.
 */
export function settleToolCalls(
  { pendingToolCallIds: pending, lastCompletedRunId, answeredIds }: Waiting,
  content: UserBlock[],
  previousRunId?: string,
): { closed: ToolResultBlock[]; content: UserBlock[] } {
  const given = new Map(content.filter(isToolResult).map((block) => [block.toolUseId, block]));
  if (given.size === 0) {
    return { closed: pending.map((id) => notExecuted(id, "the user went on")), content };
  }
  const extra = [...given.keys()].filter((id) => !pending.includes(id));
  if (extra.length > 0 && extra.every((id) => answeredIds.has(id))) {
    throw new HttpError(409, "RUN_ALREADY_CONTINUED", "These tool calls have results already");
  }
  if (extra.length > 0) {
    throw new HttpError(400, "EXTRA_RESULTS", "message.content: has results of unknown calls", {
      extra: { extraToolCallIds: extra },
    });
  }
  if (previousRunId !== undefined && previousRunId !== lastCompletedRunId) {
    throw new HttpError(400, "INVALID_PREVIOUS_RUN", "previousRunId: is not the run that asked");
  }
  const results = pending.map((id) => given.get(id) ?? notExecuted(id, "no result was given"));
  return { closed: [], content: [...results, ...content.filter((block) => !isToolResult(block))] };
}

/** Sends results that this server gives, as a message of the user's. */
export function sendToolResults(emit: Emit, messageId: string, results: ToolResultBlock[]): void {
  emit({ type: "TEXT_MESSAGE_START", messageId, role: "user" });
  for (const { toolUseId, content } of results) {
    const text = content.map((part) => (part.type === "text" ? part.text : "")).join("");
    emit({ type: "TOOL_CALL_RESULT", toolCallId: toolUseId, messageId, content: text });
  }
  emit({ type: "TEXT_MESSAGE_END", messageId });
}
