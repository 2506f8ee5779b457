import { setTimeout } from "node:timers/promises";
import { logError, processWide } from "#lib/base/process.ts";
import type { ServerTool } from "#lib/mcp/server-tools.ts";
import type { ContentBlock, ToolUseBlock } from "#lib/threads/content.ts";
import type { Answer } from "./answer.ts";
import { notExecuted, outcomeUnknown } from "./run-request.ts";
import { saveInterval } from "./running.ts";
import type { StartedRun } from "./start.ts";
import { type StoredMessage, saveProgress } from "./store.ts";

const ONE_MILLISECOND = 1;

/**
 * Gives a result to each call of an ended answer that nobody will carry out, and returns the others, which
 * wait for the client. `failedIds` are those of calls that cannot be carried out.
 */
export function closeCalls(
  answer: Answer,
  failedIds: Set<string>,
  served: ServerTool[],
  isCutOff: boolean,
): ToolUseBlock[] {
  const answered = new Set(answer.results.content.map(({ toolUseId }) => toolUseId));
  const calls = answer.content
    .filter((block) => block.type === "tool_use")
    .filter(({ id }) => !answered.has(id));
  const isServed = ({ name }: ToolUseBlock) => served.some((tool) => tool.name === name);
  const pending = calls.filter((call) => !isCutOff && !failedIds.has(call.id) && !isServed(call));
  const reason = isCutOff ? "the answer was cut off" : "the arguments are not valid";
  const closed = calls.filter((call) => !pending.includes(call));
  answer.addToolResults(
    closed.map((call) =>
      isServed(call) && !failedIds.has(call.id)
        ? outcomeUnknown(call.id)
        : notExecuted(call.id, reason),
    ),
  );
  return pending;
}

/** The messages of a run: its answer, and the results of its calls that the client does not carry out. */
export function listMessages(
  { messageId: id, answerAt: createdAt }: StartedRun,
  answer: Answer,
  isCancelled = false,
  content: ContentBlock[] = answer.content,
): StoredMessage[] {
  const { results, isStarted } = answer;
  const reasoning = answer.reasoning.length > 0 ? answer.reasoning : undefined;
  const messages: StoredMessage[] = [];
  if (isStarted) {
    messages.push({ id, role: "assistant", content, reasoning, isCancelled, createdAt });
  }
  if (results.content.length > 0) {
    const after = new Date(createdAt.getTime() + ONE_MILLISECOND);
    const answered = { id: results.messageId, content: results.content, createdAt: after };
    messages.push({ ...answered, role: "user", isCancelled: false });
  }
  return messages;
}

/** Fewer than a pool has connections: however slow the database, requests find one. */
const LANES = 6;

const lanes = () =>
  processWide("save-lanes", () => ({
    ends: Array.from({ length: LANES }, () => Promise.resolve()),
    next: 0,
  }));

/** Calls `save`, which never rejects, after those of other runs that are before it. */
function inTurn(save: () => Promise<void>): Promise<void> {
  const { ends, next } = lanes();
  lanes().next = (next + 1) % LANES;
  const end = (ends[next] ?? Promise.resolve()).then(save);
  ends[next] = end;
  return end;
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
  let saving = Promise.resolve();
  let saved = "";

  async function save(): Promise<void> {
    // A model refuses a thread with a call without a result, so the others are stored when the run ends.
    const answered = answer.results.content.map(({ toolUseId }) => toolUseId);
    const content = answer.content.filter(
      (block) => block.type !== "tool_use" || answered.includes(block.id),
    );
    const grown = JSON.stringify([content, answer.reasoning]);
    const isSaved = content.length === 0 || grown === saved;
    const messages = isSaved ? [] : listMessages(run, answer, false, content);
    const state = await saveProgress(run, messages);
    saved = grown;
    if (state !== "held") abort.abort(state);
  }

  async function repeat(): Promise<void> {
    while (!finished.signal.aborted) {
      await setTimeout(saveInterval(), undefined, { signal: finished.signal }).catch(() => {});
      await inTurn(() => {
        if (finished.signal.aborted) return Promise.resolve();
        // The next save may succeed. If none does, another run may take the thread.
        saving = save().catch((cause) => logError(`run ${run.runId} could not be saved`, cause));
        return saving;
      });
    }
  }

  void repeat();
  return () => {
    finished.abort();
    return saving;
  };
}
