import { cookies } from "next/headers";
import { logError } from "#lib/base/log-error.ts";
import { withTimeout } from "#lib/base/with-timeout.ts";
import { sessionAdapter } from "./session.ts";
import { endSessionCookies } from "./shared/cookie-parts.ts";

const LONGEST_WAIT = 2_000; // milliseconds

/**
 * Signs out at the provider, if it answers in time. The cookies end in any case, so that this browser
 * has no session any more. For route handlers only.
 */
export async function signOut(request: Request, returnTo: string): Promise<Response> {
  const adapter = await sessionAdapter();
  const response = await withTimeout(adapter.signOut(request, returnTo), LONGEST_WAIT).catch(
    (error: unknown) => {
      logError("signing out at the provider failed", error);
      return new Response(null, { status: 303, headers: { location: returnTo } });
    },
  );
  endSessionCookies(await cookies());
  return response;
}
