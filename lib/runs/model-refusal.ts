import { APICallError, StreamProviderError } from "ai";

/** Why a model's provider refuses a request, for reasons that waiting does not solve. */
export type Refusal = "too-long" | "filtered" | "quota" | "key";

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
export function findRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Error && error.name === FILTERED) return "filtered";
  if (!APICallError.isInstance(error) && !StreamProviderError.isInstance(error)) return undefined;
  const { statusCode = 0 } = error;
  if (statusCode >= 500) return undefined;
  const { message, data } = error;
  const body = APICallError.isInstance(error) ? error.responseBody : undefined;
  const said = [message, body, JSON.stringify(data)].join(" ");
  return WORDS.find(([, words]) => words.test(said))?.[0] ?? STATUSES[statusCode];
}
