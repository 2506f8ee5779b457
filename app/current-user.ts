import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Profile } from "#adapters/contracts.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { cookieName, GUEST_COOKIE, invitationCookie } from "#adapters/shared/cookies.ts";
import { providerTrust } from "#adapters/trust.ts";
import { adoptGuest } from "#lib/admin/guests.ts";
import { type HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { GUEST_TRUST, readGuest } from "#lib/identity/guests.ts";
import { isSessionOver, issueUserToken, ownerOf } from "#lib/identity/user-token.ts";

export const guestCookie = () => cookieName(GUEST_COOKIE);

/** The session of this request: the provider's or, without one, a guest's. */
export async function findSession() {
  const session = await (await sessionAdapter()).getSession();
  const guest = await readGuest((await cookies()).get(guestCookie())?.value);
  // `formerly` is the guest that this browser was before it signed in.
  if (session) return { session, trust: await providerTrust(), isGuest: false, formerly: guest };
  return guest && { session: guest, trust: GUEST_TRUST, isGuest: true, formerly: undefined };
}

type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** Whose tokens a sign-out ends: the provider's session in these headers or, without one, a guest's. */
export async function readSession(headers: Headers) {
  const session = await (await sessionAdapter()).readSession(headers);
  if (session) return { session, trust: await providerTrust() };
  const guest = await readGuest((await cookies()).get(guestCookie())?.value);
  return guest && { session: guest, trust: GUEST_TRUST };
}

/** A user token of the session, once what was the guest's is the user's. Throws what `issueUserToken` does. */
export async function openSession({ session, trust, formerly }: FoundSession): Promise<UserToken> {
  const invitation = (await cookies()).get(invitationCookie())?.value;
  const token = await issueUserToken(session, trust, invitation);
  if (formerly) {
    await adoptGuest(await ownerOf(formerly, GUEST_TRUST), formerly, token.ownerId);
  }
  return token;
}

export interface CurrentUser {
  token: UserToken;
  profile: Profile;
  /** Chats without an account. */
  isGuest: boolean;
}

/** The signed-in user with a new user token, or the error of a session that is over or not accepted. Read once per request. */
export const readUser = cache(async (): Promise<CurrentUser | HttpError | undefined> => {
  try {
    const found = await findSession();
    if (!found) return undefined;
    const token = await openSession(found);
    return { token, profile: found.session.profile, isGuest: found.isGuest };
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
