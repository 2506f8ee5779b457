import { APICallError, StreamProviderError } from "ai";
import { toStorageError } from "#lib/base/http/handle.ts";
import type { RunErrorEvent } from "./events.ts";
import { findRefusal, type Refusal } from "./model-refusal.ts";

/** Why a run was stopped from outside. */
export type StopReason = "cancelled" | "time-limit" | "shutdown" | "lost" | "session-ended";

const stopped: Record<StopReason, Omit<RunErrorEvent, "type">> = {
  cancelled: { code: "CANCELLED", message: "Run cancelled" },
  "time-limit": {
    code: "TIME_LIMIT",
    message: "The answer took too long and was ended",
    category: "server_error",
    isRetryable: true,
  },
  shutdown: {
    code: "SERVER_STOPPING",
    message: "The server was stopped while it wrote this answer",
    category: "server_error",
    isRetryable: true,
  },
  "session-ended": {
    code: "SESSION_ENDED",
    message: "The session ended while this answer was written",
    category: "client_error",
    isRetryable: false,
    status: 401,
  },
  lost: {
    code: "RUN_LOST",
    message: "The thread was deleted or taken over by another run",
    category: "server_error",
    isRetryable: false,
  },
};

export function toStopError(reason: StopReason): RunErrorEvent {
  return { type: "RUN_ERROR", ...stopped[reason] };
}

export const internalError: RunErrorEvent = {
  type: "RUN_ERROR",
  code: "INTERNAL_ERROR",
  message: "The server has a problem",
  category: "server_error",
  isRetryable: false,
  status: 500,
};

/** The event for an answer that could not be stored. */
export function toUnstoredError(cause: unknown): RunErrorEvent {
  const problem = toStorageError(cause);
  if (!problem) return internalError;
  const { code, message, status } = problem;
  return { type: "RUN_ERROR", code, message, category: "server_error", isRetryable: true, status };
}

const refused: Record<Refusal, Pick<RunErrorEvent, "code" | "message">> = {
  "too-long": {
    code: "LLM_TOO_LONG",
    message: "This conversation is longer than the model can read. Start a new chat",
  },
  filtered: {
    code: "LLM_FILTERED",
    message: "The model's provider does not allow this question or its answer. Ask in other words",
  },
  quota: {
    code: "LLM_QUOTA",
    message:
      "This app's quota at its model provider is used up. The app's operator has to raise it",
  },
  key: {
    code: "LLM_KEY_REFUSED",
    message: "The model does not accept this app's key. The app's operator has to set another one",
  },
};

/** The event for a failure of the model. It leaves out the provider's message, which may name accounts or keys. */
export function toModelError(error: unknown): RunErrorEvent {
  const refusal = findRefusal(error);
  if (refusal) {
    return {
      type: "RUN_ERROR",
      ...refused[refusal],
      category: "client_error",
      isRetryable: false,
      status: findStatus(error),
    };
  }
  if (isUnreachable(error)) {
    return {
      type: "RUN_ERROR",
      code: "LLM_UNREACHABLE",
      message: "The model cannot be reached",
      category: "server_error",
      isRetryable: true,
    };
  }
  const status = findStatus(error);
  if (status === undefined) {
    return {
      type: "RUN_ERROR",
      code: "LLM_ERROR",
      message: "The model's answer broke off",
      category: "server_error",
      isRetryable: false,
    };
  }
  if (status >= 500) {
    return {
      type: "RUN_ERROR",
      code: "LLM_SERVER_ERROR",
      message: "The model is not available at the moment",
      category: "server_error",
      isRetryable: true,
      status,
    };
  }
  return {
    type: "RUN_ERROR",
    code: "LLM_CLIENT_ERROR",
    message:
      status === 429
        ? "The model is getting too many requests. Try again in a moment"
        : `The model refused the request (${status})`,
    category: "client_error",
    isRetryable: status === 429,
    status,
  };
}

/** Why a model's provider did not answer: its status, or the error of the connection. Never the provider's message. */
export function findModelCause(error: unknown): string | undefined {
  if (!isUnreachable(error)) return findStatus(error)?.toString();
  const code: unknown = error.cause instanceof Error && "code" in error.cause && error.cause.code;
  return typeof code === "string" ? code : "no answer";
}

function isUnreachable(error: unknown): error is APICallError {
  return APICallError.isInstance(error) && error.statusCode === undefined;
}

function findStatus(error: unknown): number | undefined {
  const isProviders = APICallError.isInstance(error) || StreamProviderError.isInstance(error);
  const status = isProviders ? error.statusCode : undefined;
  // A stream that breaks has the status 200 of its beginning.
  return status !== undefined && status >= 400 ? status : undefined;
}
