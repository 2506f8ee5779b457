import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";

/** The provider's session of this request. */
export async function findSession() {
  const session = await (await sessionAdapter()).getSession();
  return session && { session, trust: await providerTrust(), isGuest: false };
}

type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** A user token of the session. Throws what `issueUserToken` does. */
export const openSession = ({ session, trust }: FoundSession): Promise<UserToken> =>
  issueUserToken(session, trust);

/** Whose tokens a sign-out ends. */
export async function readSession(headers: Headers) {
  const session = await (await sessionAdapter()).readSession(headers);
  return session && { session, trust: await providerTrust() };
}
