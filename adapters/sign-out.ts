import { cookies } from "next/headers";
import { inTime } from "#lib/in-time.ts";
import { logError } from "#lib/log-error.ts";
import { endCookie } from "./cookie-parts.ts";
import { isSessionCookie } from "./cookies.ts";
import { sessionAdapter } from "./session.ts";

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
  await endCookies();
  return response;
}

/** Ends the cookies of the active provider's session. In a route handler alone. */
export async function endCookies(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (isSessionCookie(name)) endCookie(jar, name);
}
