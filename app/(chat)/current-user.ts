import { redirect } from "next/navigation";
import { cache } from "react";
import type { Profile } from "#adapters/adapter.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import { isSessionOver, issueUserToken, type UserToken } from "#lib/tokens/user-token.ts";

export interface CurrentUser {
  token: UserToken;
  profile: Profile;
}

/** Who is signed in, with a fresh user token; once per request. Redirects a session that is over to where it is ended. */
export const currentUser = cache(async (): Promise<CurrentUser | undefined> => {
  const session = await (await sessionAdapter()).getSession();
  if (!session) return undefined;
  const token = await issueUserToken(session, await providerTrust()).catch((error: unknown) => {
    if (isSessionOver(error)) return undefined;
    throw error;
  });
  // A page cannot clear the provider's cookies; that route handler can.
  if (!token) redirect("/session-ended");
  return { token, profile: session.profile };
});
