import { OAuthError } from "#lib/http-error.ts";

/** Refuses a subject token: every flaw of it is invalid_request (RFC 8693 §2.2.2). */
export function refuseToken(flaw: string, cause?: unknown): never {
  throw new OAuthError(400, "invalid_request", `subject_token ${flaw}`, { cause });
}
