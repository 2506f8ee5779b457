import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import { appEnv } from "#lib/env.ts";
import { handle } from "#lib/handle.ts";
import { isHttpError } from "#lib/http-error.ts";
import { issueUserToken } from "#lib/tokens/user-token.ts";

/**
 * Signs a session out at the provider after it was revoked here ("sign out everywhere"). Safe as a
 * GET without an Origin check: it ends nothing that has not been ended already.
 */
export const GET = handle(async (request: Request) => {
  const { APP_URL } = appEnv();
  const adapter = await sessionAdapter();
  const session = await adapter.getSession();
  if (!session) return Response.redirect(new URL(adapter.signInPath, APP_URL), 303);
  try {
    await issueUserToken(session, await providerTrust());
  } catch (error) {
    if (isHttpError(error) && error.code === "SESSION_REVOKED")
      // Our own page: a hosted provider's would ask for a password without a word.
      return adapter.signOut(request, "/sign-in");
    throw error;
  }
  return Response.redirect(new URL("/", APP_URL), 303);
});
