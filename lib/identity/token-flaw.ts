import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";

/** The checks of a token, in order. The first that fails refuses it. */
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
  /** The answer of the exchange. */
  message: string;
  /** The same as the end of the sentence "the token …". */
  flaw: string;
}

/** The flaw of a token; undefined for any other error. */
export function readFlaw(error: unknown): TokenFlaw | undefined {
  if (!isHttpError(error)) return undefined;
  const check = CHECKS.find((one) => one === error.extra.check);
  const { message } = error;
  return check && { check, message, flaw: message.replace(/^subject_token /, "") };
}
