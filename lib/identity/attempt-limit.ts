import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { secondsUntil, tooMany } from "#lib/identity/handle-api.ts";
import { rateLimiter } from "#lib/identity/rate-limiter.ts";

const ONE_MINUTE = 60; // seconds
const ONE_HOUR = 60 * ONE_MINUTE;
const ONE_DAY = 24 * ONE_HOUR;
const LONGEST_DOUBLING = 6; // times: from a minute to an hour

const SIGN_UPS = 100; // in a minute
/** In an hour. A provider sends few for all of an app's visitors together. */
const MAILS_TO_ADDRESS = 3;
const MAILS_FOR_CLIENT = 10;
/** How long a client is remembered that signed in to an account: the memory's timers last no 25 days. */
const KNOWN_FOR = 24 * ONE_DAY;

/**
 * Carries out an attempt to sign in, unless too many have failed for this account, from this client, or
 * for both together. Each further block of a client lasts twice as long. Throws HttpError 429. A response of 401
 * counts as a failed attempt.
 */
export async function limitAttempts(
  request: Request,
  account: string,
  attempt: () => Promise<Response>,
): Promise<Response> {
  const address = clientAddress(request);
  const pair = `${account} ${address}`;
  const known = await rateLimiter("signed-in-from-address", Number.MAX_SAFE_INTEGER, KNOWN_FOR);
  const isKnown = (await known.get(pair)) !== null;
  // Failed ones per minute. Strangers must not lock out the account's owner: so the limit for one address
  // is low, and what all strangers have together is not for a client that has signed in before.
  const together = { limiter: await perMinute("attempts-at-account", 25), key: account };
  const counters = [
    { limiter: await perMinute("attempts-at-account-from-address", 5), key: pair, grows: true },
    ...(isKnown ? [] : [{ ...together, grows: false }]),
    { limiter: await perMinute("attempts-from-address", 30), key: address, grows: true },
  ];
  // Counted beforehand, so that parallel attempts count, too.
  for (const counter of counters) await count(counter);
  const giveBack = () => Promise.all(counters.map(({ limiter, key }) => limiter.reward(key)));
  const response = await attempt().catch(async (error: unknown) => {
    if (!isHttpError(error) || error.status !== 401) await giveBack();
    throw error;
  });
  if (response.status !== 401) await giveBack();
  if (response.ok && !isKnown) await known.penalty(pair);
  return response;
}

/** Throws HttpError 429 when a client creates too many accounts. */
export async function limitSignUps(request: Request): Promise<void> {
  const limiter = await perMinute("sign-ups-from-address", SIGN_UPS);
  await count({ limiter, key: clientAddress(request), grows: true });
}

/**
 * Asks a provider for what may send a mail to an address; `isSent` tells whether it did. Throws
 * HttpError 429 when too many were sent for this client, to that address or to all.
 */
export async function limitMails<Answer>(
  request: Request,
  address: string,
  ask: () => Promise<Answer>,
  isSent: (answer: Answer) => boolean,
): Promise<Answer> {
  const client = clientAddress(request);
  const toAddress = await rateLimiter("mails-to-address", MAILS_TO_ADDRESS, ONE_HOUR);
  const forClient = await rateLimiter("mails-for-client", MAILS_FOR_CLIENT, ONE_HOUR);
  // Each client has its own, so that strangers use up nobody's mails.
  const counters = [
    { limiter: toAddress, key: `${address} ${client}` },
    { limiter: forClient, key: client },
  ];
  for (const counter of counters) await count(counter);
  const answer = await ask();
  if (!isSent(answer)) await Promise.all(counters.map(({ limiter, key }) => limiter.reward(key)));
  return answer;
}

const perMinute = (name: string, points: number) => rateLimiter(name, points, ONE_MINUTE);

interface Counter {
  limiter: RateLimiterAbstract;
  key: string;
  /** Whether each block lasts longer than the last one. Without it there is none: the time that counts is long. */
  grows?: boolean;
}

async function count({ limiter, key, grows }: Counter): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    // Only the first attempt over the limit starts a block, which is longer after each block of the day.
    const isFirst = reason.consumedPoints === limiter.points + 1;
    if (!isFirst || grows === undefined) refuse(secondsUntil(reason));
    const seconds = grows ? await growingBlock(`${limiter.keyPrefix} ${key}`) : ONE_MINUTE;
    await limiter.block(key, seconds);
    refuse(seconds);
  }
}

/** Seconds: a minute, and twice as long after each block of the day, up to an hour. */
async function growingBlock(key: string): Promise<number> {
  const repeats = await rateLimiter("attempt-blocks", Number.MAX_SAFE_INTEGER, ONE_DAY);
  const { consumedPoints } = await repeats.penalty(key);
  return ONE_MINUTE * 2 ** Math.min(consumedPoints - 1, LONGEST_DOUBLING);
}

function refuse(seconds: number): never {
  throw tooMany("SLOW_DOWN", `Too many attempts; try again in ${seconds} s`, seconds);
}
