import { redirect } from "next/navigation";
import { cache } from "react";
import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { isSessionOver, issueUserToken } from "#lib/identity/user-token.ts";

/** The provider's session of this request. */
export async function findSession() {
  const session = await (await sessionAdapter()).getSession();
  return session && { session, trust: await providerTrust() };
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

/** The signed-in user with a new user token, or the error of a session that is over or not accepted. Read once per request. */
export const readUser = cache(async () => {
  try {
    const found = await findSession();
    return found && { token: await openSession(found), profile: found.session.profile };
  } catch (error) {
    if (isSessionOver(error)) return error;
    throw error;
  }
});

/** `readUser` for a page. It redirects a session that is over to a route that ends it, because a page cannot clear cookies. */
export async function currentUser() {
  const user = await readUser();
  if (isHttpError(user)) redirect("/session-ended");
  return user;
}
