import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import { appEnv } from "#lib/env.ts";
import { handle } from "#lib/handle.ts";
import { isSessionOver, issueUserToken } from "#lib/tokens/user-token.ts";

/**
 * Signs a session out at the provider after it was revoked here ("sign out everywhere"), or when its
 * token is no longer accepted. Safe as a GET without an Origin check: it ends nothing that is still
 * good for anything.
 */
export const GET = handle(async (request: Request) => {
  const { APP_URL } = appEnv();
  const adapter = await sessionAdapter();
  const session = await adapter.getSession();
  if (!session) return Response.redirect(new URL(adapter.signInPath, APP_URL), 303);
  try {
    await issueUserToken(session, await providerTrust());
  } catch (error) {
    if (!isSessionOver(error)) throw error;
    // Our own page: a hosted provider's would ask for a password without a word.
    return adapter.signOut(request, "/sign-in");
  }
  return Response.redirect(new URL("/", APP_URL), 303);
});
