import { RateLimiterRes } from "rate-limiter-flexible";
import { noteActivity } from "#lib/activity.ts";
import { clientAddress } from "#lib/client-address.ts";
import { appEnv } from "#lib/env.ts";
import { isFirstInMinute } from "#lib/first-in-minute.ts";
import { isHttpError, OAuthError } from "#lib/http-error.ts";
import type { KeyedProject } from "#lib/projects.ts";
import { rateLimiter } from "#lib/rate-limiter.ts";

export const WINDOW = 60; // seconds
/** What a refused exchange counts: guessing tokens ends sooner than using them. */
export const COST_OF_REFUSAL = 10;

/**
 * Carries out an exchange unless the API key has asked for too many from the request's address.
 * Throws OAuthError 429 with Retry-After in seconds, before the token is looked at.
 */
export async function limitExchange<T>(
  request: Request,
  { id: projectId, keyId }: KeyedProject,
  exchange: () => Promise<T>,
): Promise<T> {
  const limiter = await exchangeLimiter();
  const key = `${keyId} ${clientAddress(request)}`;
  await limiter.consume(key).catch((reason) => refuse(reason, projectId, key));
  try {
    return await exchange();
  } catch (error) {
    if (isHttpError(error) && error.status < 500) await limiter.penalty(key, COST_OF_REFUSAL - 1);
    throw error;
  }
}

function refuse(reason: unknown, projectId: string, key: string): never {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  if (isFirstInMinute("refused-exchanges", key)) {
    const detail = "too many exchanges in a minute";
    noteActivity({ projectId, kind: "exchange", outcome: "refused", detail });
  }
  const seconds = secondsUntil(reason);
  // The name that RFC 8628 §3.5 gave to "later".
  throw new OAuthError(429, "slow_down", `Too many exchanges; try again in ${seconds} s`, {
    headers: { "retry-after": String(seconds) },
  });
}

/** How long to wait until a limit has room again. */
export function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}

function exchangeLimiter() {
  return rateLimiter("exchange", appEnv().EXCHANGE_RATE_LIMIT, WINDOW);
}
