import { RateLimiterMemory } from "rate-limiter-flexible";
import { clientAddress } from "#lib/client-address.ts";
import { appEnv } from "#lib/env.ts";
import { HttpError } from "#lib/http-error.ts";
import { processWide } from "#lib/process-wide.ts";
import { COST_OF_REFUSAL, secondsUntil, WINDOW } from "./exchange-limit.ts";

/**
 * Looks for what an API key names, unless the address of the request has named too many keys that
 * there are not. Throws HttpError 429 with Retry-After in seconds, before the database is asked.
 */
export async function limitGuesses<T>(request: Request, find: () => Promise<T>): Promise<T> {
  const limiter = guessLimiter();
  const address = clientAddress(request);
  const guesses = await limiter.get(address);
  if (guesses && guesses.remainingPoints <= 0) refuse(secondsUntil(guesses));
  const found = await find();
  if (found === undefined) await limiter.penalty(address);
  return found;
}

/** For every route alike, hence also with the names of RFC 6749 §5.2. */
function refuse(seconds: number): never {
  const message = `Too many unknown API keys; try again in ${seconds} s`;
  throw new HttpError(429, "SLOW_DOWN", message, {
    headers: { "retry-after": String(seconds) },
    extra: { error: "slow_down", error_description: message },
  });
}

/** In memory, whatever RATE_LIMIT_STORE says: a statement to save a statement saves nothing. */
function guessLimiter(): RateLimiterMemory {
  return processWide("guess-limiter", () => {
    const points = Math.ceil(appEnv().EXCHANGE_RATE_LIMIT / COST_OF_REFUSAL);
    return new RateLimiterMemory({ points, duration: WINDOW });
  });
}
