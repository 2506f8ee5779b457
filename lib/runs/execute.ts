import {
  InvalidToolInputError,
  isStepCount,
  type LanguageModel,
  type StopCondition,
  experimental_streamTextLowMemory as streamText, // which keeps no part for a second reader
  type ToolSet,
} from "ai";
import type { RunError } from "#drizzle/schema/threads.ts";
import { logError, nameError } from "#lib/base/process.ts";
import { openServerTools } from "#lib/mcp/server-tools.ts";
import { createAnswer, sendToolResults, toPendingToolCall } from "./answer.ts";
import { type ModelTools, withServerTools } from "./component-tools.ts";
import type { Emit, RunErrorEvent } from "./events.ts";
import { countTokens, createNotice, cutHistory, type History, halveHistory } from "./history.ts";
import { meterRun } from "./meter-run.ts";
import { countCharacters, writeModelParts } from "./model-parts.ts";
import { refuseDownloads, toInstructions, toModelMessages } from "./prompt.ts";
import {
  BAD_ENDS,
  findModelCause,
  internalError,
  isBadRequest,
  type StopReason,
  spentError,
  stopErrors,
  TOO_LONG,
  toErrorPart,
  toModelError,
  toUnstoredError,
} from "./run-error.ts";
import { closeCalls, listMessages, saveRegularly } from "./save-answer.ts";
import type { StartedRun } from "./start.ts";
import { endRun } from "./store.ts";

/** Each step may show components. A model that never stops is stopped after these. */
const MAX_STEPS = 8;
/** After this many refused calls in a row the model is stopped. */
const MAX_TRIES = 3;
/** A limit, because a growing answer is read and stored again and again. */
const MAX_CHARACTERS = 500_000;

interface Failure {
  /** For everybody. */
  event: RunErrorEvent;
  /** For admins. */
  cause?: string;
}

/**
 * Carries out a started run: asks the model, sends the events, stores the answer as it grows. Never
 * throws, and sends exactly one terminal event. The client posts tool results as soon as it is asked for
 * them, so by then everything is stored and the thread is free. The reason of an abort is a StopReason.
 */
export async function executeRun(
  run: StartedRun,
  model: LanguageModel,
  emit: Emit,
  abort: AbortController,
): Promise<void> {
  const { threadId, runId } = run;
  const { signal } = abort;
  const used = meterRun(run);
  emit({ type: "RUN_STARTED", threadId, runId, timestamp: Date.now() });
  if (run.closed) sendToolResults(emit, run.closed.messageId, run.closed.results);

  const notice = createNotice(run, emit);
  const answer = createAnswer(run.messageId, notice.emitAfter);
  const finishSaving = saveRegularly(run, answer, abort);
  const served = await openServerTools(run.ownerId, signal);
  const modelTools = withServerTools(run.modelTools, served.tools);
  const writer = writeModelParts(answer, modelTools.callables, emit);
  const ask = (history: History, offered = modelTools) => {
    notice.isDue = history.isCut && !history.isNoticed;
    return askModel(run, { history, model, modelTools: offered, writer, used, signal });
  };
  const history = cutHistory(run.history, run.room - countTokens(JSON.stringify(served.tools)));
  let failure = await ask(history);
  // A server's schema may be one that the provider does not take. It must not end every answer.
  const isRefused = isBadRequest(failure?.event) && !answer.isStarted && served.tools.length > 0;
  if (isRefused) failure = await ask(history, run.modelTools);
  const isTooLong = failure?.event.code === TOO_LONG && !answer.isStarted;
  const half = isTooLong && halveHistory(history);
  if (half) failure = await ask(half);
  void served.close();
  // Read once: from here on the run ends by itself, and a later stop changes nothing.
  const stopped = signal.aborted ? (signal.reason as StopReason) : undefined;
  if (stopped) failure = { event: stopErrors[stopped] };
  writer.cut();
  answer.endText();
  await finishSaving();

  const pending = closeCalls(answer, writer.failedCallIds, served.tools, !!failure);
  const isCancelled = stopped === "cancelled";
  try {
    const isStored = await endRun(run, {
      messages: [...notice.messages, ...listMessages(run, answer, isCancelled)],
      pendingToolCallIds: pending.map(({ id }) => id),
      isCancelled,
      error: failure && !isCancelled ? toRunError(failure) : undefined,
    });
    if (!isStored) failure = { event: stopErrors.lost };
  } catch (cause) {
    logError(`run ${runId} could not be stored`, cause);
    failure = { event: toUnstoredError(cause) };
  }
  used.note(failure?.event.code ?? "ok", stopped !== undefined);
  if (failure) return emit(failure.event);
  if (pending.length > 0) {
    const value = { pendingToolCalls: pending.map(toPendingToolCall) };
    emit({ type: "CUSTOM", name: "tambo.run.awaiting_input", value });
  }
  emit({ type: "RUN_FINISHED", threadId, runId, timestamp: Date.now() });
}

interface Question {
  history: History;
  model: LanguageModel;
  modelTools: ModelTools;
  writer: ReturnType<typeof writeModelParts>;
  used: ReturnType<typeof meterRun>;
  signal: AbortSignal;
}

/** Streams the model's answer to the writer; returns what went wrong, undefined if nothing did. */
async function askModel(
  run: StartedRun,
  { history, model, modelTools, writer, used, signal }: Question,
): Promise<Failure | undefined> {
  const { tools, toolChoice, modelNameOf } = modelTools;
  const left = new AbortController();
  const modelSignal = AbortSignal.any([signal, left.signal]);
  let isStuck = false;
  const stopWhenStuck: StopCondition<ToolSet> = ({ steps }) => {
    const tries = steps.slice(-MAX_TRIES);
    const refused = tries.filter(({ toolCalls }) => toolCalls.some(({ invalid }) => invalid));
    isStuck = refused.length === MAX_TRIES;
    return isStuck;
  };
  try {
    const { stream } = streamText({
      model,
      instructions: toInstructions(history.messages, history.isCut),
      messages: toModelMessages(history.messages, modelNameOf),
      tools,
      toolChoice,
      // A forced choice is for the first step only. Otherwise the steps would never end.
      prepareStep: ({ stepNumber }) => (stepNumber > 0 ? { toolChoice: "auto" } : {}),
      stopWhen: [isStepCount(MAX_STEPS), stopWhenStuck, used.stopWhenSpent],
      maxOutputTokens: run.maxTokens,
      temperature: run.temperature,
      maxRetries: 0,
      abortSignal: modelSignal,
      experimental_download: refuseDownloads,
      telemetry: { recordInputs: false, recordOutputs: false },
      // The error is in the stream, too. Without this handler the SDK would print it.
      onError() {},
    });
    const reader = stream.getReader();
    // A model that ignores the signal must not delay a cancellation.
    const leave = () => reader.cancel().catch(() => {});
    modelSignal.addEventListener("abort", leave, { once: true });
    for (;;) {
      const { done, value: part } = await reader.read().catch(toErrorPart);
      if (signal.aborted) return undefined;
      if (done && used.isSpent()) return { event: spentError };
      if (done) return isStuck ? reportNamed(run, "RefusedCallsError") : undefined;
      if (part.type === "error") return reportModelError(run, part.error);
      const name = part.type === "finish" ? BAD_ENDS.get(part.finishReason) : undefined;
      if (name) return reportNamed(run, name);
      if (used.follow(part, countCharacters(part)) > MAX_CHARACTERS)
        return reportNamed(run, "TooLongAnswerError");
      writer.write(part);
    }
  } catch (error) {
    if (InvalidToolInputError.isInstance(error)) return reportModelError(run, error);
    logError(`run ${run.runId} failed`, error);
    return { event: internalError };
  } finally {
    // Otherwise a provider would go on writing, and charge for it.
    left.abort();
  }
}

/** The provider's message is not logged, because it may quote the user or name a key. */
function reportModelError({ runId }: StartedRun, error: unknown): Failure {
  console.error(`run ${runId}: the model failed: ${nameError(error)}`);
  return { event: toModelError(error), cause: findModelCause(error) };
}

function reportNamed(run: StartedRun, name: string): Failure {
  return reportModelError(run, Object.assign(new Error(), { name }));
}

function toRunError({ event: { code, message }, cause }: Failure): RunError {
  return { code, message, cause };
}
