import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";

/** What is checked of a token, in this order; the first that fails ends it. */
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

/** Refuses a token. Every flaw of a subject token is invalid_request (RFC 8693 §2.2.2). */
export function refuseToken(check: Check, flaw: string, cause?: unknown): never {
  throw new OAuthError(400, "invalid_request", `subject_token ${flaw}`, {
    cause,
    extra: { check },
  });
}

export interface TokenFlaw {
  check: Check;
  /** What the exchange answers. */
  message: string;
  /** The same as the end of the sentence "the token …". */
  flaw: string;
}

/** What is wrong with a token; undefined for an error that is about something else. */
export function readFlaw(error: unknown): TokenFlaw | undefined {
  if (!isHttpError(error)) return undefined;
  const check = CHECKS.find((one) => one === error.extra.check);
  const { message } = error;
  return check && { check, message, flaw: message.replace(/^subject_token /, "") };
}
