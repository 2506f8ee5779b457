import type { UserToken } from "./user-token-request.ts";

export interface TokenLife {
  /** By this browser's clock, in milliseconds since the epoch. */
  expiresAt: number;
  /** Milliseconds from arrival to expiry. */
  lifetime: number;
}

// Of a lifetime of 60 minutes: 15 and 2 minutes.
const DUE = 1 / 4;
const LATEST = 1 / 30;
const ONE_SECOND = 1_000; // milliseconds

/**
 * Milliseconds until a token is renewed or this has to be asked again; 0: renew now. It is renewed once less
 * than a quarter of its life remains and the chat is not busy, because the SDK has no bearer for a moment
 * after a new token; near its end in any case.
 */
export function untilRenewal({ expiresAt, lifetime }: TokenLife, now: number, isBusy: boolean) {
  const untilDue = expiresAt - lifetime * DUE - now;
  if (untilDue > 0) return untilDue;
  const untilLatest = expiresAt - lifetime * LATEST - now;
  if (!isBusy || untilLatest <= 0) return 0;
  // Nothing tells when the work ends, so this looks often.
  return Math.min(ONE_SECOND, lifetime / 60, untilLatest);
}

const LONGEST_RETRY = 30 * ONE_SECOND;

/** Milliseconds to wait after this many failures: 1, 2, 4 … 30 s. */
export function retryDelay(failures: number): number {
  return Math.min(LONGEST_RETRY, ONE_SECOND * 2 ** (failures - 1));
}

// A provider's token may be about to expire, and no other one is issued until it has.
const SHORTEST_LIFE = 2 * ONE_SECOND;

/** The life of a token that was just fetched. It is counted from `now`, so a wrong clock does no harm. */
export function readFreshLife({ expiresIn }: UserToken, now: number): TokenLife {
  const lifetime = Math.max(expiresIn * ONE_SECOND, SHORTEST_LIFE);
  return { expiresAt: now + lifetime, lifetime };
}

/**
 * The life of a token that came with a page. The browser may have kept the page for a while, so the
 * clock's answer counts if it is shorter. A wrong clock costs one early renewal.
 */
export function readRenderedLife(token: UserToken, now: number): TokenLife {
  const fresh = readFreshLife(token, now);
  return { ...fresh, expiresAt: Math.min(fresh.expiresAt, Date.parse(token.expiresAt)) };
}
