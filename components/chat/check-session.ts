import { checkUserToken } from "#lib/identity/client/use-user-token.ts";
import { readFailure } from "./describe-error.ts";

/** Asks whether the session stands if a request was refused with 401: it may have ended elsewhere. */
export function checkSession(error: unknown): void {
  if (readFailure(error).status === 401) checkUserToken();
}
