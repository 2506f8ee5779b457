import { redirect } from "next/navigation";
import { cache } from "react";
import type { Profile } from "#adapters/contracts.ts";
import { type HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { isSessionOver } from "#lib/identity/user-token.ts";
import { findSession, openSession } from "./find-session.ts";

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
