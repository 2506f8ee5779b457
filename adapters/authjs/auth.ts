import NextAuth, { type NextAuthResult } from "next-auth";
import { getToken, type JWT } from "next-auth/jwt";
import Google from "next-auth/providers/google";
import { authJsConfig, sessionCookie, toUser } from "../shared/google-sign-in.ts";
import { expiryOf, renewOnce, sayNotRenewed } from "../shared/renewal.ts";
import { refreshIdToken } from "./google-token.ts";
import { config } from "./trust.ts";

declare module "next-auth/jwt" {
  /** What the encrypted session cookie holds, besides sub, name, email and picture. */
  interface JWT {
    sessionId: string;
    /** Milliseconds. */
    startedAt: number;
    emailVerified: boolean;
    idToken: string;
    refreshToken?: string;
  }
}

/** What the session cookie of a request holds; null without one that this app made. Renews nothing. */
export function readSessionCookie(headers: Headers): Promise<JWT | null> {
  const { name, secret, secure } = sessionCookie("authjs");
  return getToken({ req: { headers }, secret, cookieName: name, secureCookie: secure });
}

let memo: NextAuthResult | undefined;

/** Auth.js, made on first use: nothing is read while the app is built. */
export function getAuth(): NextAuthResult {
  memo ??= makeAuth();
  return memo;
}

function makeAuth(): NextAuthResult {
  const shared = authJsConfig(sessionCookie("authjs"));
  return NextAuth({
    ...shared,
    session: { strategy: "jwt" },
    providers: [
      Google({
        ...config(),
        profile: toUser,
        client: { token_endpoint_auth_method: "client_secret_post" },
        // By `state` the flows of two tabs are told apart.
        checks: ["pkce", "state"],
        // Google issues a refresh token only with consent. Its session outlives ours, so the next user
        // must be asked which account.
        authorization: { params: { access_type: "offline", prompt: "consent select_account" } },
      }),
    ],
    callbacks: {
      ...shared.callbacks,
      // No `session` callback: what it returns, /auth/session shows to page script.
      async jwt({ token, account, profile }) {
        if (!account) return expiryOf(token.idToken) <= Date.now() ? renew(token) : token;
        if (!account.id_token) throw new Error("Google sent no ID token");
        return {
          ...token,
          sub: account.providerAccountId,
          sessionId: crypto.randomUUID(),
          startedAt: Date.now(),
          emailVerified: profile?.email_verified === true,
          idToken: account.id_token,
          refreshToken: account.refresh_token,
        };
      },
    },
  });
}

/** The session with a new ID token, or null: it ends. While Google cannot be reached it stays as it is. */
async function renew(token: JWT): Promise<JWT | null> {
  const { refreshToken, idToken } = token;
  if (!refreshToken) {
    sayNotRenewed("Google", "ends", "it gave no refresh token");
    return null;
  }
  try {
    // Google does not rotate refresh tokens: only with the ID token does the pair name one renewal.
    const tokens = await renewOnce(`${refreshToken} ${idToken}`, () =>
      refreshIdToken(refreshToken),
    );
    if (tokens) return { ...token, ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
    sayNotRenewed("Google", "ends", "it refuses the refresh token");
    return null;
  } catch (error) {
    sayNotRenewed("Google", "goes on", error);
    return token;
  }
}
