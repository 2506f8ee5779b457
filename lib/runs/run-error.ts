import { APICallError, StreamProviderError } from "ai";
import { toStorageError } from "#lib/base/http/handle.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { nameError } from "#lib/base/process.ts";
import type { RunErrorEvent } from "./events.ts";

/** Why a model's provider refuses a request, for reasons that waiting does not solve. */
interface Refusal {
  code: string;
  message: string;
  /** In the messages of OpenAI, Anthropic and Google. Statuses alone do not tell the reasons apart. */
  words: RegExp;
  statuses: number[];
}

export const TOO_LONG = "LLM_TOO_LONG";

const FILTERED: Refusal = {
  code: "LLM_FILTERED",
  message: "The model's provider does not allow this question or its answer. Ask in other words",
  words:
    /content_policy|content_filter|content filtering policy|content management policy|safety system|invalid_prompt|PROHIBITED_CONTENT/i,
  statuses: [],
};
const refusals: Refusal[] = [
  {
    code: TOO_LONG,
    message: "This is more than the model can read at once. Ask with less, or start a new chat",
    words:
      /context_length_exceeded|context window|context limit|maximum context length|prompt is too long|input token count\b.*\bexceeds|request_too_large|string_above_max_length/i,
    statuses: [413],
  },
  FILTERED,
  {
    code: "LLM_QUOTA",
    message:
      "This app's quota at its model provider is used up. The app's operator has to raise it",
    words:
      /insufficient_quota|credit balance is too low|billing_error|billing_hard_limit|billing_not_active|PerDay/i,
    statuses: [402],
  },
  {
    code: "LLM_KEY_REFUSED",
    message: "The model does not accept this app's key. The app's operator has to set another one",
    words: /API_KEY_INVALID|API key not valid|invalid_api_key|authentication_error/i,
    statuses: [401, 403],
  },
];

const FILTERED_ERROR = "FilteredError";

/** The finish reasons of an incomplete answer, each with the name of its error. */
export const BAD_ENDS = new Map([
  ["interrupted", "InterruptedError"],
  ["content-filter", FILTERED_ERROR],
]);

/** Why a provider refused a request; undefined for any other error. Its message is matched, never passed on. */
function findRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Error && error.name === FILTERED_ERROR) return FILTERED;
  if (!isProviders(error)) return undefined;
  const { statusCode = 0, message, data } = error;
  if (statusCode >= 500) return undefined;
  const body = "responseBody" in error ? error.responseBody : undefined;
  const said = [message, body, JSON.stringify(data)].join(" ");
  return (
    refusals.find(({ words }) => words.test(said)) ??
    refusals.find(({ statuses }) => statuses.includes(statusCode))
  );
}

/** Why a run was stopped from outside. */
export type StopReason = "cancelled" | "time-limit" | "shutdown" | "lost" | "session-ended";

const toEvent =
  (category: RunErrorEvent["category"], isRetryable: boolean) =>
  (code: string, message: string, status?: number): RunErrorEvent => {
    return { type: "RUN_ERROR", code, message, category, isRetryable, status };
  };
const serverError = toEvent("server_error", false);
const retryableServerError = toEvent("server_error", true);
const clientError = toEvent("client_error", false);
const retryableClientError = toEvent("client_error", true);

export const stopErrors: Record<StopReason, RunErrorEvent> = {
  cancelled: { type: "RUN_ERROR", code: "CANCELLED", message: "Run cancelled" },
  "time-limit": retryableServerError("TIME_LIMIT", "The answer took too long and was ended"),
  shutdown: retryableServerError(
    "SERVER_STOPPING",
    "The server was stopped while it wrote this answer",
  ),
  "session-ended": clientError(
    "SESSION_ENDED",
    "The session ended while this answer was written",
    401,
  ),
  lost: serverError("RUN_LOST", "The thread was deleted or taken over by another run"),
};

export const internalError = serverError("INTERNAL_ERROR", "The server has a problem", 500);

/** The event for an answer that stops since the tokens of the day are used up. */
export const spentError = clientError(
  "DAILY_TOKEN_LIMIT",
  "The tokens of today were used up while this answer was written",
);

/** The event for an answer that could not be stored. */
export function toUnstoredError(cause: unknown): RunErrorEvent {
  const problem = toStorageError(cause);
  return problem
    ? retryableServerError(problem.code, problem.message, problem.status)
    : internalError;
}

/** The event for a failure of the model. It leaves out the provider's message, which may name accounts or keys. */
export function toModelError(error: unknown): RunErrorEvent {
  const status = findStatus(error);
  const refusal = findRefusal(error);
  if (refusal) return clientError(refusal.code, refusal.message, status);
  if (isUnreachable(error)) {
    return retryableServerError("LLM_UNREACHABLE", "The model cannot be reached");
  }
  if (status === undefined) return serverError("LLM_ERROR", "The model's answer broke off");
  if (status >= 500) {
    const message = "The model is not available at the moment";
    return retryableServerError("LLM_SERVER_ERROR", message, status);
  }
  if (status === 429) {
    const message = "The model is getting too many requests. Try again in a moment";
    return retryableClientError("LLM_CLIENT_ERROR", message, status);
  }
  return clientError("LLM_CLIENT_ERROR", `The model refused the request (${status})`, status);
}

/** The answer where the model fails outside a run. The provider's message is not logged, because it may quote the user or name a key. */
export function modelFailed(what: string, cause: unknown): HttpError {
  console.error(`${what}: the model failed: ${nameError(cause)}`);
  const { code, message } = toModelError(cause);
  return new HttpError(502, code, message, { cause });
}

/** Why a model's provider did not answer: its status, or the error of the connection. Never the provider's message. */
export function findModelCause(error: unknown): string | undefined {
  if (!isUnreachable(error)) return findStatus(error)?.toString();
  const code: unknown = error.cause instanceof Error && "code" in error.cause && error.cause.code;
  return typeof code === "string" ? code : "no answer";
}

/** Whether the provider took a request for one that is not well made. */
export const isBadRequest = ({ code, status }: Partial<RunErrorEvent> = {}) =>
  code === "LLM_CLIENT_ERROR" && status === 400;

/** A broken connection counts as a failure of the model. */
export function toErrorPart(error: unknown) {
  return { done: false, value: { type: "error", error } } as const;
}

function isUnreachable(error: unknown): error is APICallError {
  return APICallError.isInstance(error) && error.statusCode === undefined;
}

function isProviders(error: unknown): error is APICallError | StreamProviderError {
  return APICallError.isInstance(error) || StreamProviderError.isInstance(error);
}

function findStatus(error: unknown): number | undefined {
  const status = isProviders(error) ? error.statusCode : undefined;
  // A stream that breaks has the status 200 of its beginning.
  return status !== undefined && status >= 400 ? status : undefined;
}
