import { cookies } from "next/headers";
import type { Profile } from "#adapters/contracts.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { cookieName, GUEST_COOKIE } from "#adapters/shared/cookies.ts";
import { providerTrust } from "#adapters/trust.ts";
import { adoptGuest } from "#lib/admin/guests.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { GUEST_TRUST, readGuest } from "#lib/identity/guests.ts";
import { issueUserToken, type OpenSession, ownerOf } from "#lib/identity/user-token.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";

/** What a browser brings that has opened an invitation. */
export const invitationCookie = () => cookieName("invitation");
export const guestCookie = () => cookieName(GUEST_COOKIE);

interface FoundSession {
  session: OpenSession & { profile: Profile };
  trust: TrustPolicy;
  isGuest: boolean;
  /** The guest that this browser was before it signed in. */
  formerly?: OpenSession;
}

/** The session of this request: the provider's or, without one, a guest's. */
export async function findSession(): Promise<FoundSession | undefined> {
  const session = await (await sessionAdapter()).getSession();
  const guest = await readGuest((await cookies()).get(guestCookie())?.value);
  if (session) {
    return { session, trust: await providerTrust(), isGuest: false, formerly: guest };
  }
  return guest && { session: guest, trust: GUEST_TRUST, isGuest: true };
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
