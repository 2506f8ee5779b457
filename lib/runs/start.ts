import { messages } from "#drizzle/schema/threads.ts";
import { type OwnerTransaction, withOwner } from "#drizzle/with-owner.ts";
import type { Caller } from "#lib/identity/caller.ts";
import { insertThread, keepInSession, rowOf } from "#lib/threads/change-thread.ts";
import { isToolResult } from "#lib/threads/content.ts";
import { newId } from "#lib/threads/thread.ts";
import { takeUploads } from "#lib/uploads/uploads.ts";
import { countRun } from "#lib/usage/limits.ts";
import { limitCalls, type ModelTools, toModelTools } from "./component-tools.ts";
import { type History, listHistory, roomForHistory } from "./history.ts";
import { type NewThreadRunBody, type RunBody, settleToolCalls } from "./run-request.ts";
import { holdThread, lockThread, queueStart } from "./running.ts";
import type { RunKey } from "./store.ts";

/** A run that holds its thread. */
export type StartedRun = Awaited<ReturnType<typeof addMessages>>;

const ONE_MILLISECOND = 1;

/** Makes a thread and starts its first run, in one transaction. Throws 400 for tool results, since nothing asked for any, and for an unknown tool choice, 429 TOO_MANY_RUNS and what lib/usage/limits.ts throws, and what `keepInSession` throws. */
export async function startThreadRun(caller: Caller, body: NewThreadRunBody) {
  const { ownerId, projectId, session } = caller;
  const nothing = { pendingToolCallIds: [], lastCompletedRunId: null, answeredIds: new Set("") };
  const settled = settleToolCalls(nothing, body.message.content);
  const modelTools = toModelTools(body);
  const room = roomForHistory(body);
  const initialMessages = body.thread?.initialMessages ?? [];
  const metadata = body.thread?.metadata ?? body.threadMetadata;
  await countRun(caller);
  const { content, forget } = await takeUploads(ownerId, settled.content);
  const run = await withOwner(ownerId, async (tx) => {
    const tokensLeft = await queueStart(tx, caller);
    const thread = rowOf({ ownerId, projectId, metadata });
    const run = { ownerId, projectId, threadId: thread.id, runId: newId("run") };
    const at = new Date(thread.createdAt.getTime() + initialMessages.length * ONE_MILLISECOND);
    const toolRounds = 0;
    const history = { messages: initialMessages, isCut: false, isNoticed: false };
    const limits = { room, tokensLeft, toolRounds };
    const { closed } = settled;
    // In this order, so that each finds what it refers to.
    const [, , started] = await Promise.all([
      insertThread(tx, thread, initialMessages),
      holdThread(tx, run, { lastCompletedRunId: null, updatedAt: at, toolRounds }),
      addMessages(tx, run, { body, modelTools, history, at, ...limits, closed, content }),
    ]);
    return started;
  });
  forget();
  await keepInSession(session, run.threadId);
  return run;
}

/**
 * Starts a run on a thread, in one transaction. Throws 404 for an unknown thread, 409
 * CONCURRENT_RUN while another run holds it, 400 for an unknown tool choice, 429 TOO_MANY_RUNS and what
 * lib/usage/limits.ts throws, and what `settleToolCalls` throws.
 */
export async function startRun(caller: Caller, threadId: string, body: RunBody) {
  const { ownerId, projectId } = caller;
  const run = { ownerId, projectId, threadId, runId: newId("run") };
  const modelTools = toModelTools(body);
  const room = roomForHistory(body);
  await countRun(caller);
  const { content, forget } = await takeUploads(ownerId, body.message.content);
  const started = await withOwner(ownerId, async (tx) => {
    const tokensLeft = await queueStart(tx, caller);
    const thread = await lockThread(tx, run);
    const history = await listHistory(tx, run, room);
    const results = history.messages.flatMap((message) => message.content).filter(isToolResult);
    const settled = settleToolCalls(
      { ...thread, answeredIds: new Set(results.map((block) => block.toolUseId)) },
      content,
      body.previousRunId,
    );
    // A run that is still named here has lost its lease, so it ends here.
    const lastCompletedRunId = thread.currentRunId ?? thread.lastCompletedRunId;
    const at = thread.nextMessageAt;
    const toolRounds = settled.content.some(isToolResult) ? thread.toolRounds + 1 : 0;
    const limits = { room, tokensLeft, toolRounds };
    const [, started] = await Promise.all([
      holdThread(tx, run, { lastCompletedRunId, updatedAt: at, toolRounds }),
      addMessages(tx, run, { body, modelTools, history, at, ...limits, ...settled }),
    ]);
    return started;
  });
  forget();
  return started;
}

type Addition = ReturnType<typeof settleToolCalls> & {
  body: RunBody;
  modelTools: ModelTools;
  history: History;
  room: number;
  tokensLeft: number;
  toolRounds: number;
  at: Date;
};

/** Stores the user's message. The model has not been asked yet. */
async function addMessages(
  tx: OwnerTransaction,
  run: RunKey & { projectId: string },
  { body, modelTools, history, closed, content, at, ...limits }: Addition,
) {
  const { ownerId, threadId } = run;
  // The client sends it again with every result. The model gets it once, with the question.
  const isContinuation = limits.toolRounds > 0;
  const additionalContext = isContinuation ? undefined : body.message.additionalContext;
  const { metadata } = body.message;
  const added = [
    ...(closed.length > 0 ? [{ content: closed }] : []),
    { content, additionalContext, metadata },
  ].map((message, index) => ({
    ...message,
    id: newId("msg"),
    role: "user" as const,
    createdAt: new Date(at.getTime() + index * ONE_MILLISECOND),
  }));
  limitCalls(modelTools, isContinuation ? history.messages : [], limits.toolRounds);
  await tx.insert(messages).values(added.map((message) => ({ ownerId, threadId, ...message })));
  const noticeAt = new Date(at.getTime() + added.length * ONE_MILLISECOND);
  return {
    ...run,
    /** The id of the answer, in the stream and in the database. */
    messageId: newId("msg"),
    answerAt: new Date(noticeAt.getTime() + ONE_MILLISECOND),
    /** When the user is told that the beginning is left out, if that is so. */
    noticeAt,
    history: { ...history, messages: [...history.messages, ...added] },
    /** How many tokens of it the model gets. */
    room: limits.room,
    /** How many may be used yet today, by this answer as well. */
    tokensLeft: limits.tokensLeft,
    // The client repeats the choice with the results, which would force the same call for ever.
    modelTools: isContinuation ? { ...modelTools, toolChoice: "auto" as const } : modelTools,
    /** Undefined: the model's own limit. */
    maxTokens: body.maxTokens,
    temperature: body.temperature,
    /** The waiting tool calls that this run closed as not executed, and the message that says so. */
    closed: added[1] && added[0] && { messageId: added[0].id, results: closed },
  };
}
