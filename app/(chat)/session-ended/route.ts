import { cookies } from "next/headers";
import { signOut } from "#adapters/auth-requests.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { endSessionCookies } from "#adapters/shared/cookies.ts";
import { appEnv } from "#lib/base/env.ts";
import { handle } from "#lib/base/http/handle.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { readUser } from "../../current-user.ts";

/**
 * Ends a session that was revoked here ("sign out everywhere") at the provider, too, or deletes the
 * cookies of one whose token is not accepted. It is safe as a GET without an Origin check, because it
 * ends no session that still works.
 */
export const GET = handle(async (request: Request) => {
  const user = await readUser();
  if (!user) return redirect((await sessionAdapter()).signInPath);
  if (!isHttpError(user)) return redirect("/");
  const refusal = readRefusal(user);
  // To our own page, because a hosted provider's would ask for a password without a reason.
  if (!refusal) return signOut(request, "/sign-in");
  // Who was a guest before is that guest again.
  endSessionCookies(await cookies(), true);
  return redirect(`/sign-in?problem=${refusal}`);
});

const redirect = (path: string) => Response.redirect(new URL(path, appEnv().APP_URL), 303);
