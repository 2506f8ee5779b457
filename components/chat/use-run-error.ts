"use client";

import { type UseTamboReturn, useTamboThreadInput } from "@tambo-ai/react";
import { useEffect, useRef, useState } from "react";
import { checkSession } from "./attempt.ts";
import { type Failure, readFailure } from "./failure.ts";
import { carriesOnly } from "./group-turns.ts";
import type { StoredThread } from "./use-stored-thread.ts";

const TOO_MANY_REQUESTS = 429;
const ONE_SECOND = 1_000; // milliseconds

/** What went wrong with the last question of the thread, if anything did. */
export function useRunError(
  { messages, streamingState, isIdle, authState }: UseTamboReturn,
  stored: StoredThread | undefined,
) {
  const { error } = useTamboThreadInput();
  const [unsentIds, setUnsentIds] = useState<ReadonlySet<string>>(new Set());
  const runError = streamingState.error;
  // A failure after the run has started is also written into the run, with the same text.
  const isUnsent = error !== null && error.message !== runError?.message;
  const last = messages.at(-1);
  const exchangeError = authState.status === "error" ? authState.error : undefined;
  const marked = useRef<Error>(undefined);

  useEffect(() => checkSession(error), [error]);
  useEffect(() => checkSession(exchangeError), [exchangeError]);
  useEffect(() => {
    // Once for each failure: the thread may be loaded anew while it lasts.
    if (!isUnsent || last?.role !== "user" || marked.current === error) return;
    marked.current = error;
    const files = messages.at(-2);
    const ids = [last.id, files && carriesOnly("resource", files) ? files.id : last.id];
    setUnsentIds((before) => new Set([...before, ...ids]));
  }, [isUnsent, last, messages, error]);

  const secondsLeft = useSecondsLeft(error);
  const failure = findFailure();
  const isCutOff = failure !== undefined && !isUnsent && !exchangeError;
  return {
    failure,
    /** The question never reached the server: its text is back in the composer. */
    isUnsent,
    /** An answer began and did not end well. */
    isCutOff,
    /** Questions that never left. The SDK keeps them among its messages; they are not shown. */
    unsentIds,
    /** Seconds until a message is taken again. */
    secondsLeft,
  };

  function findFailure(): Failure | undefined {
    if (exchangeError) return readFailure(exchangeError);
    if (isUnsent) return readFailure(error);
    if (!isIdle) return undefined;
    if (runError) return readRunError(runError, error);
    const hasRunHere = streamingState.startTime !== undefined;
    return !hasRunHere && stored?.lastRunError ? { code: stored.lastRunError.code } : undefined;
  }
}

/**
 * A run that fails inside the server or the model is an answer cut off; only a refusal keeps its
 * status. The model's provider refuses the server, not the user, unless there were too many.
 */
function readRunError({ status, code }: Failure, error: Error | null): Failure {
  const isModels = code?.startsWith("LLM_");
  if (isModels && (code !== "LLM_CLIENT_ERROR" || status !== TOO_MANY_REQUESTS)) return { code };
  const refused = { status: status ?? readFailure(error).status };
  if (refused.status !== undefined && refused.status < 500)
    return { ...readFailure(error), ...refused };
  return { code };
}

/** Seconds until the server takes messages again, after it refused one as one too many; 0 otherwise. */
function useSecondsLeft(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const { status, retryAfterSeconds = 0 } = readFailure(error);
    const until = Date.now() + (status === TOO_MANY_REQUESTS ? retryAfterSeconds * ONE_SECOND : 0);
    let timer: ReturnType<typeof setTimeout>;
    function count() {
      const seconds = Math.ceil((until - Date.now()) / ONE_SECOND);
      setLeft(Math.max(0, seconds));
      if (seconds > 0) timer = setTimeout(count, ONE_SECOND);
    }
    count();
    return () => clearTimeout(timer);
  }, [error]);
  return left;
}
