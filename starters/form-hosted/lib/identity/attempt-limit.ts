import { RateLimiterMemory } from "rate-limiter-flexible";
import { processWide } from "#lib/base/process.ts";

const ONE_MINUTE = 60; // seconds
/**
 * Each instance counts its own. Without the addresses of clients, for which the app would have to know
 * its proxies.
 */
const LIMITS = {
  /** Wrong passwords or codes at an account, whoever entered them. */
  attempts: { points: 10, duration: ONE_MINUTE },
  /** New accounts of everybody. */
  accounts: { points: 100, duration: ONE_MINUTE },
  /** Mails to an address. */
  mails: { points: 3, duration: 60 * ONE_MINUTE },
};

/**
 * Counts an attempt before it is made, so that parallel ones count as well. If `problem` is set, do not
 * make it. Call `giveBack` if it was no failure.
 */
export async function countAttempt(limit: keyof typeof LIMITS, key: string) {
  const limiter = processWide(limit, () => new RateLimiterMemory(LIMITS[limit]));
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key.toLowerCase());
  const minutes = Math.ceil(msBeforeNext / 1_000 / ONE_MINUTE);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return {
    problem: consumedPoints > LIMITS[limit].points && `Too many attempts. Try again in ${wait}.`,
    giveBack: () => limiter.reward(key.toLowerCase()),
  };
}
