import { headers } from "next/headers";
import { appEnv } from "#lib/env.ts";
import { HttpError } from "#lib/http-error.ts";
import type { SessionAdapter } from "../adapter.ts";
import { rebaseRequest } from "../rebase-request.ts";
import { expiryOf } from "../renewal-time.ts";
import { getAuth, readSessionCookie } from "./auth.ts";

/** What this app serves of Auth.js: the way back from Google, and who is signed in for page script. */
const SDK_PATHS = ["/auth/callback/google", "/auth/session"];

export const adapter: SessionAdapter = {
  signInPath: "/auth/sign-in",
  hostedBy: "Google",

  // Reads the cookie only: `auth()` could renew here, where no cookie can be set.
  async getSession() {
    const token = await readSessionCookie(await headers());
    if (!token) return undefined;
    return {
      id: token.sessionId,
      startedAt: new Date(token.startedAt),
      // An expired ID token here means that Google is out of reach. The cookie, which nobody but
      // this app can have made, still names the user that Google's token named at sign-in.
      subject: expiryOf(token.idToken) <= Date.now() ? token.sub : undefined,
      providerToken: async () => token.idToken,
      profile: {
        name: token.name ?? undefined,
        email: token.email ?? undefined,
        emailVerified: token.emailVerified,
        picture: token.picture ?? undefined,
      },
    };
  },

  async handleAuthRequest(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/auth/sign-in") return startSignIn(searchParams.get("returnTo") ?? "/");
    // Signing in and out otherwise than by our own addresses would pass our revocation by.
    if (!SDK_PATHS.includes(pathname) || request.method !== "GET") {
      throw new HttpError(404, "NOT_FOUND", "There is nothing here");
    }
    return getAuth().handlers.GET(rebaseRequest(request));
  },

  // Google has no sign-out for apps, and revoking the grant would end the user's other sessions too.
  async signOut(_request, returnTo) {
    await getAuth().signOut({ redirect: false });
    return new Response(null, { status: 303, headers: { location: returnTo } });
  },
};

/** Sends the visitor to Google. Auth.js refuses a `returnTo` of another origin. */
async function startSignIn(returnTo: string): Promise<Response> {
  const { APP_URL } = appEnv();
  const options = { redirect: false, redirectTo: returnTo };
  const location: string = await getAuth()
    .signIn("google", options)
    .catch((error: unknown) => {
      console.warn("Signing in with Google could not start:", (error as Error).message);
      return new URL("/sign-in?error=unavailable", APP_URL).href;
    });
  return new Response(null, { status: 303, headers: { location } });
}
