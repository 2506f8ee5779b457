import { signOut } from "#adapters/auth-requests.ts";
import { handle } from "#lib/base/http/handle.ts";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin } from "#lib/base/http/own-address.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { logError } from "#lib/base/process.ts";
import { endSession } from "#lib/identity/user-token.ts";
import { readSession } from "../current-user.ts";

const LARGEST_BODY = 4 * 1_024; // bytes

/**
 * Ends the session here and at the provider, then shows the start page. It shows that page, too, without
 * a session or with one that cannot be read.
 */
export const POST = handle(async (request) => {
  refuseForeignOrigin(request);
  const everywhere = await readEverywhere(request);
  const isRevoked = await revoke(request.headers, everywhere).catch((error: unknown) => {
    // A session that is not accepted has no tokens to revoke, and its reason is logged already.
    const isRefused = isHttpError(error) && error.status < 500;
    if (!isRefused) logError("a session could not be revoked", error);
    return false;
  });
  return signOut(request, everywhere && !isRevoked ? "/sign-in?problem=everywhere" : "/");
});

/** Whether there was a session: without one nobody knows whose others to end. */
async function revoke(headers: Headers, everywhere: boolean): Promise<boolean> {
  const found = await readSession(headers);
  if (found) await endSession(found.session, found.trust, everywhere);
  return found !== undefined;
}

/** `everywhere=true` as query, form field or JSON member. */
async function readEverywhere(request: Request): Promise<boolean> {
  if (new URL(request.url).searchParams.get("everywhere") === "true") return true;
  const mediaType = request.headers.get("content-type") ?? "";
  const text = await readText(request, LARGEST_BODY);
  if (!mediaType.includes("json")) return new URLSearchParams(text).get("everywhere") === "true";
  try {
    return JSON.parse(text || "{}").everywhere === true;
  } catch {
    throw new HttpError(400, "INVALID_JSON", "The body must be a JSON object, or absent");
  }
}
