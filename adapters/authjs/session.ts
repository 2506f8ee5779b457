import { headers } from "next/headers";
import type { SessionAdapter } from "../adapter.ts";
import { googleSignIn } from "../google-sign-in.ts";
import { getAuth, readSessionCookie } from "./auth.ts";
import { expiryOf } from "./google-token.ts";

/** The way back from Google, and who is signed in for page script. */
const SDK_PATHS = ["/auth/callback/google", "/auth/session"];

export const adapter: SessionAdapter = {
  ...googleSignIn(getAuth, SDK_PATHS),

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
};
