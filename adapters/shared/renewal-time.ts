import { decodeJwt } from "jose";

const ONE_MINUTE = 60_000; // milliseconds
const LONGEST_SESSION = 90 * 24 * 60 * ONE_MINUTE;

/** Whether a session that this app keeps has lasted long enough, however often it was prolonged. */
export function isTooOld(startedAt: Date): boolean {
  return Date.now() - startedAt.getTime() > LONGEST_SESSION;
}

/**
 * What to do with the session of a request whose provider token expires at this time
 * (milliseconds): renew it, prolong its cookie, or leave the cookie alone. The last is for the
 * minute before: an answer on its way then would put the old tokens back over renewed ones, and a
 * rotating refresh token must not come back.
 */
export function renewalAt(expiresAt: number): "renew" | "prolong" | "leave" {
  const remaining = expiresAt - Date.now();
  if (remaining <= 0) return "renew";
  return remaining > ONE_MINUTE ? "prolong" : "leave";
}

/**
 * Whose a session is whose provider token has expired (milliseconds): the provider is out of reach.
 * The cookie, which nobody but this app can have made, still names the user that the provider named
 * at sign-in. Undefined while the token itself can be verified.
 */
export const subjectOfExpired = (expiresAt: number, subject: string | undefined) =>
  expiresAt <= Date.now() ? subject : undefined;

/** When a token expires, in milliseconds; unverified. 0 for what is no JWT. */
export function expiryOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? 0) * 1_000;
  } catch {
    return 0;
  }
}
