"use client";

import { useTambo, useTamboThreadInput } from "@tambo-ai/react";
import { useEffect, useState } from "react";
import { type Failure, readFailure } from "./describe-error.ts";
import type { StoredThread } from "./use-stored-thread.ts";

interface RunError {
  failure?: Failure;
  /** True when the question never reached the server: its text is back in the composer. */
  isUnsent: boolean;
  /** Questions that never left. The SDK keeps them among its messages; they are not shown. */
  unsentIds: ReadonlySet<string>;
}

/** What went wrong with the last question of the thread, if anything did. */
export function useRunError(stored: StoredThread | undefined): RunError {
  const { messages, streamingState, isIdle, authState } = useTambo();
  const { error } = useTamboThreadInput();
  const [unsentIds, setUnsentIds] = useState<ReadonlySet<string>>(new Set());
  const runError = streamingState.error;
  // A failure after the run has started is also written into the run, with the same text.
  const isUnsent = error !== null && error.message !== runError?.message;
  const last = messages.at(-1);

  useEffect(() => {
    if (!isUnsent || last?.role !== "user") return;
    setUnsentIds((before) => (before.has(last.id) ? before : new Set(before).add(last.id)));
  }, [isUnsent, last]);

  return { failure: findFailure(), isUnsent, unsentIds };

  function findFailure(): Failure | undefined {
    if (authState.status === "error") return readFailure(authState.error);
    if (isUnsent) return readFailure(error);
    if (!isIdle) return undefined;
    if (runError) return readRunError(runError, error);
    const hasRunHere = streamingState.startTime !== undefined;
    return !hasRunHere && stored?.lastRunError ? { code: stored.lastRunError.code } : undefined;
  }
}

/** A run that fails inside the server or the model is an answer cut off; only a refusal keeps its status. */
function readRunError({ status, code }: Failure, error: Error | null): Failure {
  const refused = { status: status ?? readFailure(error).status };
  if (refused.status !== undefined && refused.status < 500)
    return { ...readFailure(error), ...refused };
  return { code };
}
