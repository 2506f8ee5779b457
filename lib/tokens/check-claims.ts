import { type Check, refuseToken } from "./refuse-token.ts";

type Claims = Record<string, unknown>;

/** A check that takes nothing but the token itself. `run` throws OAuthError. */
export interface ClaimCheck {
  check: Check;
  run: () => unknown;
}

/** Seconds by which the clock of an issuer may be ahead of this machine's. */
const CLOCK_SKEW = 60;
/** Seconds that a token is accepted after its end: what it takes to arrive, and no more. */
const LATENESS = 5;
const LONGEST_SUBJECT = 255; // characters (OpenID Connect Core 1.0 §2)

/** RFC 7519 §4.1.3: a string, or strings of which one is ours. */
export function checkAudience({ aud }: Claims, expected: string): void {
  const audiences = Array.isArray(aud) ? aud : [aud];
  const isWellFormed = audiences.every((audience) => typeof audience === "string");
  if (isWellFormed && audiences.includes(expected)) return;
  refuseToken("audience", `must have the aud ${expected}`);
}

/** The party that a token was issued to: `azp` (OpenID Connect Core 1.0 §2), `client_id` (RFC 9068 §2.2). */
export function checkParty(claims: Claims, claim: "azp" | "client_id", expected: string[]): void {
  if (expected.some((party) => party === claims[claim])) return;
  refuseToken("party", `must have the ${claim} ${expected.join(" or ")}`);
}

interface Times {
  /** Seconds, as in all of these. */
  exp: number;
  iat: number | undefined;
  authTime: number | undefined;
}

/** RFC 7519 §4.1.4 to 4.1.6 at a time given in milliseconds; `exp` is required. */
export function checkTimes(claims: Claims, at: number): Times {
  const now = at / 1_000;
  const exp = readTime(claims, "exp");
  if (exp === undefined) return refuseToken("time", "lacks a valid exp");
  const notBefore = readTime(claims, "nbf");
  const iat = readTime(claims, "iat");
  const authTime = readTime(claims, "auth_time");
  if (exp + LATENESS <= now) refuseToken("time", "has expired");
  refuseFuture("is not valid yet (nbf)", notBefore, now);
  refuseFuture("is issued in the future (iat)", iat, now);
  refuseFuture("is authenticated in the future (auth_time)", authTime, now);
  return { exp, iat, authTime };
}

function refuseFuture(flaw: string, time: number | undefined, now: number): void {
  if (time === undefined || time <= now + CLOCK_SKEW) return;
  const ahead = `${Math.ceil(time - now)} s ahead of this server's clock`;
  refuseToken("time", `${flaw}: it is ${ahead}, and ${CLOCK_SKEW} s are tolerated`);
}

/** A NumericDate may have a fraction (RFC 7519 §2); 1e400 is a number to JSON, and none here. */
function readTime(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return refuseToken("time", `lacks a valid ${name}`);
}

/** Of a subject that UTF-8 cannot tell from another one, two people could be one owner. */
export function readSubject({ sub }: Claims): string {
  if (typeof sub !== "string" || sub === "") return refuseToken("subject", "lacks a valid sub");
  if (sub.length > LONGEST_SUBJECT) {
    return refuseToken("subject", `has a sub of more than ${LONGEST_SUBJECT} characters`);
  }
  if (/\p{Cc}/u.test(sub) || !sub.isWellFormed()) {
    return refuseToken("subject", "has a sub with characters that no identifier has");
  }
  return sub;
}
