import { appEnv } from "#lib/env.ts";
import { HttpError } from "#lib/http-error.ts";
import type { SessionAdapter } from "../adapter.ts";
import { findAccount, loadClerk, readApiError } from "./account.ts";
import { PROXY_PATH, readConfig } from "./config.ts";

/** The cookies of a session. `__client` only names the browser and stays, as with Clerk's own sign-out. */
const SESSION_COOKIE = /^__(session|client_uat|refresh)(_[\w-]+)?$/;

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/auth/sign-up",

  async getSession() {
    const { auth } = await loadClerk();
    const { userId, sessionId, getToken } = await auth();
    if (!userId) return undefined;
    const account = await findAccount(sessionId, userId);
    if (!account) return undefined;
    const { template } = readConfig();
    return {
      ...account,
      id: sessionId,
      // proxy.ts has verified the session token. Another of the template costs a request to Clerk.
      subject: template ? userId : undefined,
      async providerToken() {
        const token = await getToken({ template });
        if (!token) throw new HttpError(401, "SIGNED_OUT", "Clerk has no token for this session");
        return token;
      },
    };
  },

  clientSettings() {
    const { publishableKey, emulator } = readConfig();
    return { publishableKey, proxyUrl: emulator && PROXY_PATH };
  },

  /** /auth/sign-up: Clerk's own page, because most instances want the address confirmed by a code. */
  async handleAuthRequest(request) {
    if (new URL(request.url).pathname !== "/auth/sign-up")
      throw new HttpError(404, "NOT_FOUND", "There is nothing here");
    // clerk.example.com → accounts.example.com, name.clerk.accounts.dev → name.accounts.dev
    const host = readConfig().host.replace(/clerk\.accounts\.|clerk\./, "accounts.");
    const page = new URL(`https://${host}/sign-up`);
    page.searchParams.set("redirect_url", appEnv().APP_URL);
    return Response.redirect(page, 303);
  },

  async signOut(request, returnTo) {
    const { auth, clerkClient } = await loadClerk();
    const { sessionId } = await auth();
    try {
      if (sessionId) await (await clerkClient()).sessions.revokeSession(sessionId);
    } catch (error) {
      // Ended already, or Clerk is away: whoever comes back with the session is sent here again.
      if (!readApiError(error)) throw error;
    }
    const headers = new Headers({ location: returnTo });
    for (const pair of request.headers.get("cookie")?.split("; ") ?? []) {
      const [name = ""] = pair.split("=", 1);
      if (SESSION_COOKIE.test(name)) headers.append("set-cookie", `${name}=; Path=/; Max-Age=0`);
    }
    return new Response(null, { status: 303, headers });
  },
};
