import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { secondsUntil } from "#lib/identity/client.ts";
import { rateLimiter } from "#lib/identity/rate-limiter.ts";

const ONE_MINUTE = 60; // seconds
const ONE_DAY = 24 * 60 * ONE_MINUTE;
const LONGEST_DOUBLING = 6; // times: from a minute to an hour

const SIGN_UPS = 100; // in a minute

/** Failed attempts in a minute. Others' must not lock out who has the password: of one address alone a handful. */
const LIMITS = [
  { name: "attempts-at-account-from-address", points: 5 },
  { name: "attempts-at-account", points: 25 },
  { name: "attempts-from-address", points: 30 },
];

/**
 * Carries out an attempt to sign in to an account, unless too many have failed: for this account from
 * this client, for the account, or from the client. Whoever goes on waits twice as long each time.
 * Throws HttpError 429. An attempt that fails is answered 401.
 */
export async function limitAttempts(
  request: Request,
  account: string,
  attempt: () => Promise<Response>,
): Promise<Response> {
  const address = clientAddress(request);
  const keys = [`${account} ${address}`, account, address];
  const counters = await Promise.all(
    LIMITS.map(async ({ name, points }, index) => ({
      limiter: await rateLimiter(name, points, ONE_MINUTE),
      key: keys[index] ?? "",
    })),
  );
  // Counted before, so that attempts at the same time are as many as one after the other.
  for (const counter of counters) await count(counter);
  const giveBack = () => Promise.all(counters.map(({ limiter, key }) => limiter.reward(key)));
  const response = await attempt().catch(async (error: unknown) => {
    if (!isHttpError(error) || error.status !== 401) await giveBack();
    throw error;
  });
  if (response.status !== 401) await giveBack();
  return response;
}

/** Throws HttpError 429 when a client makes more accounts than people behind one address do. */
export async function limitSignUps(request: Request): Promise<void> {
  const limiter = await rateLimiter("sign-ups-from-address", SIGN_UPS, ONE_MINUTE);
  await count({ limiter, key: clientAddress(request) });
}

interface Counter {
  limiter: RateLimiterAbstract;
  key: string;
}

async function count({ limiter, key }: Counter): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    // The first one too many: the next have to wait, the longer the more often it came to that today.
    if (reason.consumedPoints !== limiter.points + 1) refuse(secondsUntil(reason));
    const repeats = await rateLimiter("attempt-blocks", Number.MAX_SAFE_INTEGER, ONE_DAY);
    const { consumedPoints } = await repeats.penalty(`${limiter.keyPrefix} ${key}`);
    const seconds = ONE_MINUTE * 2 ** Math.min(consumedPoints - 1, LONGEST_DOUBLING);
    await limiter.block(key, seconds);
    refuse(seconds);
  }
}

function refuse(seconds: number): never {
  throw new HttpError(429, "SLOW_DOWN", `Too many attempts; try again in ${seconds} s`, {
    headers: { "retry-after": String(seconds) },
  });
}
