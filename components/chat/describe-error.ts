import type { Failure } from "./failure.ts";

interface DescribedError {
  title: string;
  text: string;
  action: "sign-in" | "new-chat" | "shorten" | "try-again";
}

const OPERATORS = ["LLM_CLIENT_ERROR", "LLM_KEY_REFUSED", "LLM_QUOTA", "LLM_UNREACHABLE"];

/** What has words of its own, by code or status: such as what the model's provider refuses. */
const KNOWN = new Map<string, DescribedError>(
  Object.entries({
    INSUFFICIENT_STORAGE: {
      title: "The server has no room left.",
      text: "What is stored can still be read. The app's operator has to free some.",
      action: "try-again",
    },
    DATABASE_UNAVAILABLE: {
      title: "The database does not answer at the moment.",
      text: "Try again in a few seconds. Nothing you wrote is lost.",
      action: "try-again",
    },
    LLM_TOO_LONG: {
      title: "This is more than the model can read at once.",
      text: "Ask with less text or fewer files, or go on in a new chat.",
      action: "new-chat",
    },
    LLM_FILTERED: {
      title: "The model's provider does not allow this.",
      text: "Ask in other words. What arrived so far is kept.",
      action: "shorten",
    },
    400: {
      title: "That cannot be sent as it is.",
      text: "A message has at most a million characters. Your text is kept.",
      action: "shorten",
    },
    401: { title: "Your session has ended.", text: "Your text is kept.", action: "sign-in" },
    404: {
      title: "This thread does not exist.",
      text: "It was deleted, or it belongs to another account.",
      action: "new-chat",
    },
    413: {
      title: "That is too long: 10 MB at most.",
      text: "Your text is kept.",
      action: "shorten",
    },
  }),
);

const OF_GUESTS = "GUEST_LIMIT";
const LIMITS: Record<string, string> = {
  [OF_GUESTS]: "Guests can ask no more for now.",
  DAILY_TOKEN_LIMIT: "You have used up your share of today.",
  DAILY_TOKEN_BUDGET: "This app has used up its share of today.",
};

/** What a person is told about a failure and the one thing to do. Never the raw text of the SDK. */
export function describeError(failure: Failure): DescribedError {
  return (
    KNOWN.get(failure.code ?? "") ??
    KNOWN.get(String(failure.status)) ?? {
      ...describeUnknown(failure),
      action: failure.code === OF_GUESTS ? "sign-in" : "try-again",
    }
  );
}

function describeUnknown(failure: Failure): Omit<DescribedError, "action"> {
  const { status, code, retryAfterSeconds, requestId } = failure;
  const limit = LIMITS[code ?? ""];
  // An answer under way that uses up what was left is cut off without a status.
  if (limit && status === undefined) return { title: limit, text: "What arrived so far is kept." };
  if (status === 429)
    return {
      title: limit ?? "Too many messages.",
      text: retryAfterSeconds ? "Your text is kept." : "Try again in a minute.",
    };
  if (status !== undefined && status >= 500)
    return {
      title: "The server has a problem.",
      text: requestId ? `Request ${requestId}.` : "Nothing you wrote is lost.",
    };
  if (status === undefined && code === undefined)
    return { title: "No connection.", text: "What arrived so far is kept." };
  if (isModelProblem(failure))
    return {
      title: "The assistant is not available.",
      text: "Its model cannot be reached, or does not take this app's requests. Nothing you wrote is lost.",
    };
  return {
    title: "The answer was cut off.",
    text: "The model or the connection failed. What arrived so far is kept.",
  };
}

/** Whether it is the app's operator, not the user, who can do something about the model. */
export function isModelProblem({ status, code = "" }: Failure): boolean {
  return status === undefined && OPERATORS.includes(code);
}

/** How long to wait, for those who listen: not in seconds, so that it is not read out each of them. */
export function describeWait(seconds: number): string {
  if (seconds === 0) return "You can send it now.";
  const minutes = Math.ceil(seconds / 60);
  if (minutes > 90) return `Try again in ${Math.ceil(minutes / 60)} hours.`;
  return minutes === 1 ? "Try again within a minute." : `Try again in ${minutes} minutes.`;
}
