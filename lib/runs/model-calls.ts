import { HttpError } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { countRunsOf } from "./running.ts";

/** What may be asked of the model for one user at a time, in all tabs. */
export const MOST_CALLS = 10;
const RETRY_SECONDS = 5;

const calls = () => processWide("model-calls", () => new Map<string, number>());

/** How many names and suggestions this process is asking for. */
export const countCallsOf = (ownerId: string): number => calls().get(ownerId) ?? 0;

export function tooManyCalls(): HttpError {
  const message = `${MOST_CALLS} answers are being written for you. Wait until one of them has ended`;
  const headers = { "retry-after": String(RETRY_SECONDS) };
  return new HttpError(429, "TOO_MANY_RUNS", message, { headers });
}

/** Asks the model aside from any run. Throws 429 beside as many runs and calls as one may have. */
export async function countCall<Result>(
  ownerId: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  if (countRunsOf(ownerId) + countCallsOf(ownerId) >= MOST_CALLS) throw tooManyCalls();
  calls().set(ownerId, countCallsOf(ownerId) + 1);
  try {
    return await ask();
  } finally {
    const left = countCallsOf(ownerId) - 1;
    if (left > 0) calls().set(ownerId, left);
    else calls().delete(ownerId);
  }
}
