/** What the three providers answer when they refuse, and the code that a run ends with. */
const openai = (code: string | null, message: string, type = "invalid_request_error") => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message: string) => ({ type: "error", error: { type, message } });
const google = (code: number, status: string, message: string, details: object[] = []) => ({
  error: { code, status, message, details },
});

export const TOO_LONG = "LLM_TOO_LONG";
export const FILTERED = "LLM_FILTERED";
export const QUOTA = "LLM_QUOTA";
export const KEY = "LLM_KEY_REFUSED";
const OTHER = "LLM_CLIENT_ERROR";
const AWAY = "LLM_SERVER_ERROR";

const quotaOf = (quotaId: string) => [
  { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId }] },
];
const OVER = "You exceeded your current quota, please check your plan and billing details.";

export const REFUSALS: [provider: string, status: number, body: object, code: string][] = [
  [
    "openai",
    400,
    openai(
      "context_length_exceeded",
      "Your input exceeds the context window of this model. Please adjust your input and try again.",
    ),
    TOO_LONG,
  ],
  [
    "openai",
    400,
    openai("string_above_max_length", "Invalid 'input[0].content[0].text': string too long."),
    TOO_LONG,
  ],
  [
    "openai",
    400,
    openai(
      "invalid_prompt",
      "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
    ),
    FILTERED,
  ],
  [
    "openai",
    400,
    openai(
      "content_filter",
      "The response was filtered due to the prompt triggering the content management policy.",
    ),
    FILTERED,
  ],
  ["openai", 429, openai("insufficient_quota", OVER, "insufficient_quota"), QUOTA],
  [
    "openai",
    429,
    openai(
      "rate_limit_exceeded",
      "Rate limit reached for gpt-4.1 on requests per min.",
      "requests",
    ),
    OTHER,
  ],
  ["openai", 401, openai("invalid_api_key", "Incorrect API key provided: sk-secret."), KEY],
  [
    "openai",
    404,
    openai("model_not_found", "The model `any` does not exist or you do not have access to it."),
    OTHER,
  ],
  ["openai", 400, openai("unsupported_value", "Unsupported value: 'temperature'."), OTHER],
  [
    "openai",
    503,
    openai(null, "The engine is currently overloaded, please try again later.", "server_error"),
    AWAY,
  ],
  [
    "anthropic",
    400,
    anthropic("invalid_request_error", "prompt is too long: 210482 tokens > 200000 maximum"),
    TOO_LONG,
  ],
  [
    "anthropic",
    400,
    anthropic(
      "invalid_request_error",
      "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
    ),
    TOO_LONG,
  ],
  ["anthropic", 413, anthropic("request_too_large", "Request exceeds the maximum size"), TOO_LONG],
  [
    "anthropic",
    400,
    anthropic("invalid_request_error", "Output blocked by content filtering policy"),
    FILTERED,
  ],
  [
    "anthropic",
    400,
    anthropic(
      "invalid_request_error",
      "Your credit balance is too low to access the Anthropic API.",
    ),
    QUOTA,
  ],
  [
    "anthropic",
    429,
    anthropic("rate_limit_error", "This request would exceed your organization's rate limit"),
    OTHER,
  ],
  ["anthropic", 401, anthropic("authentication_error", "invalid x-api-key"), KEY],
  [
    "anthropic",
    403,
    anthropic(
      "permission_error",
      "Your API key does not have permission to use the specified resource.",
    ),
    KEY,
  ],
  ["anthropic", 529, anthropic("overloaded_error", "Overloaded"), AWAY],
  [
    "google",
    400,
    google(
      400,
      "INVALID_ARGUMENT",
      "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
    ),
    TOO_LONG,
  ],
  [
    "google",
    400,
    google(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
      { reason: "API_KEY_INVALID" },
    ]),
    KEY,
  ],
  [
    "google",
    403,
    google(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers."),
    KEY,
  ],
  [
    "google",
    429,
    google(
      429,
      "RESOURCE_EXHAUSTED",
      OVER,
      quotaOf("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
    ),
    QUOTA,
  ],
  [
    "google",
    429,
    google(429, "RESOURCE_EXHAUSTED", OVER, quotaOf("GenerateRequestsPerMinutePerProjectPerModel")),
    OTHER,
  ],
  [
    "google",
    400,
    google(
      400,
      "INVALID_ARGUMENT",
      "Please ensure that function call turn comes immediately after a user turn.",
    ),
    OTHER,
  ],
  [
    "google",
    503,
    google(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    AWAY,
  ],
];
