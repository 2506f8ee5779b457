import { createHash } from "node:crypto";
import { processWide, sayOncePerMinute } from "#lib/base/process.ts";

/** How long requests that still carry the old cookie get the renewal of the one that came first. */
const GRACE = 30_000; // milliseconds

/**
 * Renews a provider session once for all requests that carry the same refresh token: a page's parallel
 * requests, other tabs, and those on their way when the first was answered. A rotating refresh token
 * that is used twice ends the whole session at the provider. A failure is not kept.
 */
export function renewOnce<T>(refreshToken: string, renew: () => Promise<T>): Promise<T> {
  const renewals = processWide("renewals", () => new Map<string, Promise<unknown>>());
  // Hashed, so that a dump of this map holds no credential that the cookies do not hold anyway.
  const key = createHash("sha256").update(refreshToken).digest("base64url");
  const known = renewals.get(key);
  if (known) return known as Promise<T>;
  const result = renew();
  renewals.set(key, result);
  const forget = () => renewals.delete(key);
  result.then(() => setTimeout(forget, GRACE).unref(), forget);
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
