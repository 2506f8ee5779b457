import { cookies } from "next/headers";
import { inTime } from "#lib/base/in-time.ts";
import { logError } from "#lib/base/log-error.ts";
import { sessionAdapter } from "./session.ts";
import { endSessionCookies } from "./shared/cookie-parts.ts";

const LONGEST_WAIT = 2_000; // milliseconds

/**
 * Signs out at the provider, if it answers in time, and ends the cookies in any case: whoever signs
 * out has no session in this browser any more. In a route handler alone.
 */
export async function signOut(request: Request, returnTo: string): Promise<Response> {
  const adapter = await sessionAdapter();
  const response = await inTime(adapter.signOut(request, returnTo), LONGEST_WAIT).catch(
    (error: unknown) => {
      logError("signing out at the provider failed", error);
      return new Response(null, { status: 303, headers: { location: returnTo } });
    },
  );
  endSessionCookies(await cookies());
  return response;
}
