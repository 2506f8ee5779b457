import { createHash } from "node:crypto";
import { processWide, sayOncePerMinute } from "#lib/base/process.ts";

const ONE_MINUTE = 60_000; // milliseconds

/**
 * What to do with the session of a request whose provider token expires at this time
 * (milliseconds): renew it, prolong its cookie, or leave the cookie alone. The last is for the
 * minute before: an answer on its way then would put the old tokens back over renewed ones.
 */
export function renewalAt(expiresAt: number): "renew" | "prolong" | "leave" {
  const remaining = expiresAt - Date.now();
  if (remaining <= 0) return "renew";
  return remaining > ONE_MINUTE ? "prolong" : "leave";
}

/**
 * Whose a session is whose provider token has expired (milliseconds): the provider is out of reach.
 * The cookie, which nobody but this app can have made, still names the user.
 */
export const subjectOfExpired = (expiresAt: number, subject: string | undefined) =>
  expiresAt <= Date.now() ? subject : undefined;

/** How long requests that still carry the old cookie get the renewal of the one that came first. */
const GRACE = 30_000; // milliseconds

/**
 * Renews a provider session once for all requests that carry the same refresh token: a page's parallel
 * requests, other tabs, and those on their way when the first was answered. A rotating refresh token
 * that is used twice ends the whole session at the provider. A failure is not kept, nor is a result for
 * which `isSpent` is false: the refresh token is as good as before.
 */
export function renewOnce<T>(
  refreshToken: string,
  renew: () => Promise<T>,
  isSpent: (result: T) => boolean = () => true,
): Promise<T> {
  const renewals = processWide("renewals", () => new Map<string, Promise<unknown>>());
  // Hashed, so that a dump of this map holds no credential that the cookies do not hold anyway.
  const key = createHash("sha256").update(refreshToken).digest("base64url");
  const known = renewals.get(key);
  if (known) return known as Promise<T>;
  const result = renew();
  renewals.set(key, result);
  const forget = () => renewals.delete(key);
  result.then(
    (renewed) => void (isSpent(renewed) ? setTimeout(forget, GRACE).unref() : forget()),
    forget,
  );
  return result;
}

/** Says why a session was not renewed, once a minute: who is signed out by it sees no reason anywhere. */
export function sayNotRenewed(provider: string, what: "ends" | "goes on", reason: unknown): void {
  const text = reason instanceof Error ? reason.message.split("\n")[0] : reason;
  sayOncePerMinute(`${provider} did not renew a session, which ${what}: ${text}`);
}

/** Errors by which a provider does not say no (RFC 6749 §4.1.2.1). */
const CANNOT_SAY = ["temporarily_unavailable", "server_error"];

/**
 * Whether a provider's answer to a renewal is a no, which ends the session. Nothing else does: no
 * answer, a fault, a limit, which renewals of all users share, say nothing about it.
 */
export function isRefusal(status: number | undefined, error: unknown): boolean {
  const isFailure = !status || status < 400 || status >= 500 || status === 408 || status === 429;
  return !isFailure && !CANNOT_SAY.includes(String(error));
}

/** The same of an answer whose body says what error it is. What is no JSON comes from something in between. */
export async function refuses(response: Response): Promise<boolean> {
  const body = await response
    .clone()
    .json()
    .catch(() => undefined);
  return body !== undefined && isRefusal(response.status, body?.error);
}
