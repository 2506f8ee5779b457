import { redirect } from "next/navigation";
import { cache } from "react";
import type { Profile } from "#adapters/contracts.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { providerTrust } from "#adapters/trust.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { readRefusal } from "../lib/identity/refuse-session.ts";
import { issueUserToken } from "../lib/identity/user-token.ts";

interface CurrentUser {
  token: UserToken;
  profile: Profile;
}

/** Who is signed in, with a fresh user token; once per request. */
export const currentUser = cache(async (): Promise<CurrentUser | undefined> => {
  try {
    const session = await (await sessionAdapter()).getSession();
    if (!session) return undefined;
    const token = await issueUserToken(session, await providerTrust());
    return { token, profile: session.profile };
  } catch (error) {
    if (readRefusal(error) === undefined) throw error;
  }
  redirect("/sign-in?problem=session");
});
