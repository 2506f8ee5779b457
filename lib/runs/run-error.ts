import { APICallError, StreamProviderError } from "ai";
import { toStorageError } from "#lib/base/http/handle.ts";
import type { RunErrorEvent } from "./events.ts";

/** Why a model's provider refuses a request, for reasons that waiting does not solve. */
type Refusal = "too-long" | "filtered" | "quota" | "key";

const FILTERED = "FilteredError";

/** The finish reasons of an incomplete answer, each with the name of its error. */
export const BAD_ENDS = new Map([
  ["interrupted", "InterruptedError"],
  ["content-filter", FILTERED],
]);

/** The messages of OpenAI, Anthropic and Google. Statuses alone do not tell the reasons apart. */
const WORDS: [Refusal, RegExp][] = [
  [
    "too-long",
    /context_length_exceeded|context window|context limit|maximum context length|prompt is too long|input token count\b.*\bexceeds|request_too_large|string_above_max_length/i,
  ],
  [
    "filtered",
    /content_policy|content_filter|content filtering policy|content management policy|safety system|invalid_prompt|PROHIBITED_CONTENT/i,
  ],
  [
    "quota",
    /insufficient_quota|credit balance is too low|billing_error|billing_hard_limit|billing_not_active|PerDay/i,
  ],
  ["key", /API_KEY_INVALID|API key not valid|invalid_api_key|authentication_error/i],
];
const STATUSES: Record<number, Refusal> = { 401: "key", 402: "quota", 403: "key", 413: "too-long" };

/** Why a provider refused a request; undefined for any other error. Its message is matched, never passed on. */
function findRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Error && error.name === FILTERED) return "filtered";
  if (!APICallError.isInstance(error) && !StreamProviderError.isInstance(error)) return undefined;
  const { statusCode = 0 } = error;
  if (statusCode >= 500) return undefined;
  const { message, data } = error;
  const body = APICallError.isInstance(error) ? error.responseBody : undefined;
  const said = [message, body, JSON.stringify(data)].join(" ");
  return WORDS.find(([, words]) => words.test(said))?.[0] ?? STATUSES[statusCode];
}

/** Why a run was stopped from outside. */
export type StopReason = "cancelled" | "time-limit" | "shutdown" | "lost" | "session-ended";

type Options = Pick<RunErrorEvent, "isRetryable" | "status">;

const serverError = (code: string, message: string, options: Options): RunErrorEvent => ({
  type: "RUN_ERROR",
  code,
  message,
  category: "server_error",
  ...options,
});
const clientError: typeof serverError = (code, message, options) => ({
  ...serverError(code, message, options),
  category: "client_error",
});

const FINAL = { isRetryable: false };
const RETRYABLE = { isRetryable: true };

const stopped: Record<StopReason, RunErrorEvent> = {
  cancelled: { type: "RUN_ERROR", code: "CANCELLED", message: "Run cancelled" },
  "time-limit": serverError("TIME_LIMIT", "The answer took too long and was ended", RETRYABLE),
  shutdown: serverError(
    "SERVER_STOPPING",
    "The server was stopped while it wrote this answer",
    RETRYABLE,
  ),
  "session-ended": clientError("SESSION_ENDED", "The session ended while this answer was written", {
    ...FINAL,
    status: 401,
  }),
  lost: serverError("RUN_LOST", "The thread was deleted or taken over by another run", FINAL),
};

export function toStopError(reason: StopReason): RunErrorEvent {
  return stopped[reason];
}

export const internalError = serverError("INTERNAL_ERROR", "The server has a problem", {
  ...FINAL,
  status: 500,
});

/** The event for an answer that could not be stored. */
export function toUnstoredError(cause: unknown): RunErrorEvent {
  const problem = toStorageError(cause);
  if (!problem) return internalError;
  const { code, message, status } = problem;
  return serverError(code, message, { ...RETRYABLE, status });
}

const refused: Record<Refusal, [code: string, message: string]> = {
  "too-long": [
    "LLM_TOO_LONG",
    "This conversation is longer than the model can read. Start a new chat",
  ],
  filtered: [
    "LLM_FILTERED",
    "The model's provider does not allow this question or its answer. Ask in other words",
  ],
  quota: [
    "LLM_QUOTA",
    "This app's quota at its model provider is used up. The app's operator has to raise it",
  ],
  key: [
    "LLM_KEY_REFUSED",
    "The model does not accept this app's key. The app's operator has to set another one",
  ],
};

/** The event for a failure of the model. It leaves out the provider's message, which may name accounts or keys. */
export function toModelError(error: unknown): RunErrorEvent {
  const status = findStatus(error);
  const refusal = findRefusal(error);
  if (refusal) return clientError(...refused[refusal], { ...FINAL, status });
  if (isUnreachable(error)) {
    return serverError("LLM_UNREACHABLE", "The model cannot be reached", RETRYABLE);
  }
  if (status === undefined) {
    return serverError("LLM_ERROR", "The model's answer broke off", FINAL);
  }
  if (status >= 500) {
    const message = "The model is not available at the moment";
    return serverError("LLM_SERVER_ERROR", message, { ...RETRYABLE, status });
  }
  if (status === 429) {
    const message = "The model is getting too many requests. Try again in a moment";
    return clientError("LLM_CLIENT_ERROR", message, { ...RETRYABLE, status });
  }
  return clientError("LLM_CLIENT_ERROR", `The model refused the request (${status})`, {
    ...FINAL,
    status,
  });
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
