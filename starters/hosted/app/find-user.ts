import { providerTrust, sessionAdapter } from "../adapters/about.ts";
import { readRefusal } from "../lib/identity/refuse-session.ts";
import { issueUserToken } from "../lib/identity/user-token.ts";

/** Who is signed in, with a fresh user token; "refused" for a session that is not accepted. */
export async function findUser() {
  try {
    const session = await (await sessionAdapter()).getSession();
    if (!session) return undefined;
    const { profile } = session;
    return { profile, token: await issueUserToken(session, await providerTrust()) };
  } catch (error) {
    if (readRefusal(error) === undefined) throw error;
    return "refused";
  }
}
