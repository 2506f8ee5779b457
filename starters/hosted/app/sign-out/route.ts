import { cookies } from "next/headers";
import { endSessionCookies } from "#adapters/shared/cookies.ts";
import { refuseForeignOrigin, seeOther } from "#lib/base/http/own-address.ts";
import { logError } from "#lib/base/process.ts";
import { providerTrust, sessionAdapter } from "../../adapters/about.ts";
import { handle } from "../../lib/base/http/http-error.ts";
import { findUser } from "../../lib/identity/user-token.ts";

/** Ends the session at the provider, if it can be asked, and the cookies in any case. Then shows the first page. */
export const POST = handle(async (request: Request) => {
  refuseForeignOrigin(request);
  const adapter = await sessionAdapter();
  const elsewhere = await adapter
    .signOut(request)
    .catch((error) => logError("signing out at the provider failed", error));
  endSessionCookies(await cookies());
  return seeOther(elsewhere ?? "/");
});

/** Ends the cookies of a session that is not accepted. As a GET it is safe: it ends none that still works. */
export const GET = handle(async () => {
  const { getSession } = await sessionAdapter();
  if ((await findUser(getSession, providerTrust)) !== "refused") return seeOther("/");
  endSessionCookies(await cookies());
  return seeOther("/sign-in?problem=session");
});
