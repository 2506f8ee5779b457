import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process.ts";

const ONE_MINUTE = 60; // seconds
const ATTEMPTS = 10; // failed ones at an account in a minute
const SIGN_UPS = 100; // in a minute, of everybody

const MAILS = 3; // to an address in an hour

const limiter = (name: string, points: number, duration = ONE_MINUTE) =>
  processWide(name, () => new RateLimiterMemory({ points, duration }));

/**
 * Carries out an attempt to sign in to an account. Throws HttpError 429 when too many have failed (401), whoever
 * made them: to tell clients apart, the app has to know its proxies.
 */
export async function limitAttempts(
  _request: Request,
  account: string,
  attempt: () => Promise<Response>,
): Promise<Response> {
  const attempts = limiter("attempts", ATTEMPTS);
  await count(attempts, account);
  const response = await attempt().catch(async (error: unknown) => {
    if (!isHttpError(error) || error.status !== 401) await attempts.reward(account);
    throw error;
  });
  if (response.status !== 401) await attempts.reward(account);
  return response;
}

/** Throws HttpError 429 when more accounts are made than this app expects. */
export async function limitSignUps(_request: Request): Promise<void> {
  await count(limiter("sign-ups", SIGN_UPS), "everybody");
}

/** Asks for what may send a mail; `isSent` tells whether it did. Throws HttpError 429 when its address got enough. */
export async function limitMails<Answer>(
  _request: Request,
  address: string,
  ask: () => Promise<Answer>,
  isSent: (answer: Answer) => boolean,
): Promise<Answer> {
  const mails = limiter("mails", MAILS, 60 * ONE_MINUTE);
  await count(mails, address);
  const answer = await ask();
  if (!isSent(answer)) await mails.reward(address);
  return answer;
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
    throw new HttpError(429, "SLOW_DOWN", `Too many attempts; try again in ${seconds} s`, {
      headers: { "retry-after": String(seconds) },
    });
  }
}
