import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Profile } from "#adapters/contracts.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { cookieName } from "#adapters/shared/cookies.ts";
import { providerTrust } from "#adapters/trust.ts";
import { type HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { isSessionOver, issueUserToken } from "#lib/identity/user-token.ts";

export interface CurrentUser {
  token: UserToken;
  profile: Profile;
}

/** What a browser brings that has opened an invitation. */
export const invitationCookie = () => cookieName("invitation");

/** The signed-in user with a new user token, or the error of a session that is over or not accepted. Read once per request. */
export const readUser = cache(async (): Promise<CurrentUser | HttpError | undefined> => {
  try {
    const session = await (await sessionAdapter()).getSession();
    if (!session) return undefined;
    const invitation = (await cookies()).get(invitationCookie())?.value;
    const token = await issueUserToken(session, await providerTrust(), invitation);
    return { token, profile: session.profile };
  } catch (error) {
    if (isSessionOver(error)) return error;
    throw error;
  }
});

/** `readUser` for a page. It redirects a session that is over to a route that ends it, because a page cannot clear cookies. */
export async function currentUser(): Promise<CurrentUser | undefined> {
  const user = await readUser();
  if (isHttpError(user)) redirect("/session-ended");
  return user;
}
