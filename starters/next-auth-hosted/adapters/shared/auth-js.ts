import { cookies } from "next/headers";
import type { NextAuthConfig, NextAuthResult } from "next-auth";
import Google from "next-auth/providers/google";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { cookieName, endForGood, isHttps } from "#adapters/shared/cookies.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { readClient } from "./google.ts";

const SIGN_IN_PATH = "/auth/sign-in";
const CALLBACK_PATH = "/auth/callback/google";

/** How the session cookie is named, and what Auth.js encrypts its cookies with. */
export const sessionCookie = (adapter: string) => ({
  name: cookieName(`tambo-users.${adapter}`),
  secret: Buffer.from(deriveKey(adapter)).toString("base64url"),
});

/** What Auth.js is told, wherever it keeps its sessions. `asked` goes to Google with each sign-in. */
export function authJsConfig(adapter: string, asked: Record<string, string>) {
  const { name, secret } = sessionCookie(adapter);
  const { clientId, clientSecret, issuer } = readClient();
  const cookie = (plain: string) => ({ name: cookieName(plain) });
  return {
    basePath: "/auth",
    secret,
    trustHost: true,
    useSecureCookies: isHttps(),
    cookies: {
      sessionToken: { name },
      callbackUrl: cookie("authjs.callback-url"),
      pkceCodeVerifier: cookie("authjs.pkce.code_verifier"),
      state: cookie("authjs.state"),
      nonce: cookie("authjs.nonce"),
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    // Owners are told apart by Google's user ids: another source needs an owner namespace of its own.
    providers: [
      Google({
        clientId,
        clientSecret,
        issuer,
        checks: ["pkce", "state", "nonce"],
        authorization: { params: asked },
        // Nobody is known by an address that Google does not vouch for.
        profile: ({ sub, name, email, email_verified, picture }) => ({
          id: sub,
          name,
          email: email_verified === true ? email : null,
          image: picture,
        }),
        // The table keeps no token.
        account: () => ({}),
      }),
    ],
    callbacks: { redirect: ({ url }) => leadBack(url) },
    // Anybody can ask for the way back from Google: a stack for each would fill the log.
    logger: { error: sayWhatFailed },
  } satisfies NextAuthConfig;
}

/** By a path, or by the whole address that Auth.js made of one before. */
function leadBack(url: string): string {
  const { APP_URL } = appEnv();
  return APP_URL + readReturnTo(url.startsWith(APP_URL) ? url.slice(APP_URL.length) : url);
}

function sayWhatFailed({ message, cause }: Error): void {
  const { err } = (cause ?? {}) as { err?: Error };
  sayOncePerMinute(`Auth.js: ${err?.message ?? message}`);
}

/** Signing in with Google and out again. */
export function authJsSignIn(adapter: string, getAuth: () => NextAuthResult) {
  return {
    signInPath: SIGN_IN_PATH,

    signInOffer: () => ({ redirects: [{ id: "google", label: "Google", path: SIGN_IN_PATH }] }),

    async handleAuthRequest(request) {
      const { pathname, searchParams } = request.nextUrl;
      if (pathname === SIGN_IN_PATH) {
        return startSignIn(getAuth(), readReturnTo(searchParams.get("returnTo")));
      }
      // Auth.js's other addresses are not served: /sign-out is where one signs out.
      if (pathname !== CALLBACK_PATH || request.method !== "GET") throw nothingHere();
      // Auth.js would speak of a fault of the app.
      if (searchParams.has("error")) return seeOther("/sign-in?problem=refused");
      // Two people at one browser are two users: to who is signed in Auth.js would link the other's account.
      request.cookies.delete(sessionCookie(adapter).name);
      return endForGood(await cookies(), await getAuth().handlers.GET(request));
    },

    // Google has no sign-out for apps, and revoking the grant would end the user's other sessions too.
    async signOut() {
      await getAuth().signOut({ redirect: false });
      return undefined;
    },
  } satisfies Partial<SessionAdapter>;
}

async function startSignIn({ signIn }: NextAuthResult, redirectTo: string): Promise<Response> {
  try {
    return seeOther(await signIn("google", { redirect: false, redirectTo }));
  } catch (error) {
    sayOncePerMinute(`Signing in with Google could not start: ${(error as Error).message}`);
    return seeOther("/sign-in?problem=unavailable");
  }
}
