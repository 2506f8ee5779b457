import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import type { NextAuthConfig, NextAuthResult } from "next-auth";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { cookieName, endCookie, endForGood, isHttps, plainName } from "./cookies.ts";
import { sayLedBack } from "./provider-pages.ts";
import { readProfile } from "./read-profile.ts";

const SIGN_IN_PATH = "/auth/sign-in";

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
    signInPath: SIGN_IN_PATH,
    signInOffer: () => ({ redirects: [{ id: "google", label: "Google", path: SIGN_IN_PATH }] }),

    async handleAuthRequest(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === SIGN_IN_PATH) {
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

/** What Auth.js keeps in the browser until Google leads back. */
const isKept = (name: string) =>
  /^authjs\.(callback-url|pkce\.code_verifier|state)$/.test(plainName(name));
const isOfFlow = (name: string) => /^authjs\..+~[\w-]+$/.test(plainName(name));
const LIFETIME = 15 * 60; // seconds, as Auth.js gives the verifier
/** Of sign-ins under way in one browser. Those that are given up must not fill its cookies. */
const MOST_COOKIES = 15;

/**
 * Auth.js has one verifier per browser, so that of two tabs the one that began first would fail. Each
 * flow has its own here, under the name of its `state`.
 */
async function keepFlow(location: string): Promise<void> {
  const flow = flowOf(new URL(location));
  if (!flow) return;
  const jar = await cookies();
  const ofFlows = jar.getAll().filter(({ name }) => isOfFlow(name));
  if (ofFlows.length > MOST_COOKIES) for (const { name } of ofFlows) endCookie(jar, name);
  for (const cookie of jar.getAll().filter(({ name }) => isKept(name))) {
    jar.set({
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: isHttps(),
      ...cookie,
      name: `${cookie.name}~${flow}`,
      maxAge: LIFETIME,
    });
    endCookie(jar, cookie.name);
  }
}

/** The request that comes back from Google, with what was kept for its flow alone. */
async function resumeFlow(request: NextRequest): Promise<NextRequest> {
  const flow = flowOf(request.nextUrl);
  const jar = await cookies();
  const received = request.cookies.getAll();
  for (const { name } of received) if (isKept(name)) request.cookies.delete(name);
  for (const { name, value } of received) {
    const [plain = "", of] = name.split("~");
    if (!isKept(plain) || of === undefined || of !== flow) continue;
    request.cookies.set(plain, value);
    endCookie(jar, name);
  }
  return request;
}

function flowOf({ searchParams }: Pick<URL, "searchParams">): string | undefined {
  const state = searchParams.get("state");
  if (!state) return undefined;
  return createHash("sha256").update(state).digest("base64url").slice(0, 16);
}
