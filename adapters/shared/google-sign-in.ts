import { cookies } from "next/headers";
import type { NextAuthConfig, NextAuthResult } from "next-auth";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { deriveKey } from "#drizzle/app-secret.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/return-to.ts";
import { sayOncePerMinute } from "#lib/identity/refuse-session.ts";
import { cookieName, endForGood, isHttps } from "./cookies.ts";
import { sayLedBack } from "./provider-pages.ts";
import { readProfile } from "./read-profile.ts";
import { keepFlow, resumeFlow } from "./sign-in-flows.ts";

/** How an adapter's session cookie is named, and what its cookies are encrypted with. */
export function sessionCookie(adapter: string) {
  return {
    // Two adapters are Auth.js: neither must take the other's cookie for its own.
    name: cookieName(`tambo-users.${adapter}`),
    secret: Buffer.from(deriveKey(adapter)).toString("base64url"),
    secure: isHttps(),
  };
}

/** What Auth.js is told alike, wherever it keeps its sessions. */
export function authJsConfig({ name, secret, secure }: ReturnType<typeof sessionCookie>) {
  return {
    basePath: "/auth",
    secret,
    trustHost: true,
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name },
      callbackUrl: { name: cookieName("authjs.callback-url") },
      pkceCodeVerifier: { name: cookieName("authjs.pkce.code_verifier") },
      state: { name: cookieName("authjs.state") },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: { redirect: ({ url }) => leadBack(url) },
    // Anybody can ask for the way back from Google: a stack for each of them would fill the log.
    logger: { error: sayWhatFailed },
  } satisfies Partial<NextAuthConfig>;
}

/** What Google says about its user, as Auth.js keeps it: by itself it would lower the case of an address that is no text. */
export function toUser({ sub, ...said }: { sub: string }) {
  const { name, email, picture } = readProfile(said);
  return { id: sub, name: name ?? null, email: email ?? null, image: picture ?? null };
}

function sayWhatFailed({ name, message, cause }: Error): void {
  const { err } = (cause ?? {}) as { err?: Error };
  sayOncePerMinute(`Auth.js: ${name}: ${err?.message ?? message}`);
}

/** Where Auth.js goes after a sign-in: by a path, or by the whole address that it made of one before. */
function leadBack(url: string): string {
  const { APP_URL } = appEnv();
  return APP_URL + readReturnTo(url.startsWith(APP_URL) ? url.slice(APP_URL.length) : url);
}

/** Signing in with Google and out again. `servesPath` names what is served of Auth.js itself, by GET. */
export function googleSignIn(
  getAuth: () => NextAuthResult,
  servesPath: (pathname: string) => boolean,
) {
  return {
    signInPath: "/auth/sign-in",

    async handleAuthRequest(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/auth/sign-in") {
        return startSignIn(getAuth(), readReturnTo(searchParams.get("returnTo")));
      }
      // Signing in and out otherwise than by our own addresses would pass our revocation by.
      if (!servesPath(pathname) || request.method !== "GET") throw nothingHere();
      const resumed = await resumeFlow(request);
      if (searchParams.has("error")) {
        // Auth.js would speak of a fault of the app.
        sayLedBack("Google", searchParams);
        return seeOther("/sign-in?problem=refused");
      }
      const answer = await getAuth().handlers.GET(resumed);
      return endForGood(await cookies(), answer);
    },

    // Google has no sign-out for apps, and revoking the grant would end the user's other sessions too.
    async signOut() {
      await getAuth().signOut({ redirect: false });
      return undefined;
    },
  } satisfies Partial<SessionAdapter>;
}

/** Sends the visitor to Google. */
async function startSignIn({ signIn }: NextAuthResult, returnTo: string): Promise<Response> {
  const { APP_URL } = appEnv();
  const options = { redirect: false, redirectTo: returnTo };
  const location: string = await signIn("google", options).catch((error: unknown) => {
    sayOncePerMinute(`Signing in with Google could not start: ${(error as Error).message}`);
    return new URL("/sign-in?problem=unavailable", APP_URL).href;
  });
  await keepFlow(location);
  return seeOther(location);
}
