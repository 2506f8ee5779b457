import { cookies } from "next/headers";
import { endSessionCookies } from "#adapters/shared/cookies.ts";
import { refuseForeignOrigin, seeOther } from "#lib/base/http/own-address.ts";
import { logError } from "#lib/base/process.ts";
import { sessionAdapter } from "../../adapters/about.ts";
import { handle } from "../../lib/base/http/http-error.ts";

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
