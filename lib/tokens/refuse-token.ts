import { OAuthError } from "#lib/http-error.ts";

/** What is checked of a subject token, in this order; the first that fails ends it. */
export const CHECKS = [
  "form",
  "issuer",
  "algorithm",
  "key",
  "signature",
  "type",
  "audience",
  "party",
  "time",
  "subject",
  "person",
  "project",
  "session",
] as const;
export type Check = (typeof CHECKS)[number];

/**
 * Refuses a subject token: every flaw of it is invalid_request (RFC 8693 §2.2.2). The error's
 * `extra.check` says which check failed, for the inspector and the log of activity.
 */
export function refuseToken(check: Check, flaw: string, cause?: unknown): never {
  throw new OAuthError(400, "invalid_request", `subject_token ${flaw}`, {
    cause,
    extra: { check },
  });
}
