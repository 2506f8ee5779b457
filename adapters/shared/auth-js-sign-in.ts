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
import type { Source } from "./auth-js-sources.ts";
import { cookieName, endCookie, endForGood, isHttps, keptFor, plainName } from "./cookies.ts";
import { sayLedBack } from "./provider-pages.ts";

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
    // Anybody can ask for the way back from a source: a stack for each of them would fill the log.
    logger: { error: sayWhatFailed },
  } satisfies Partial<NextAuthConfig>;
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

/** Straight to the only source, or to the page with all of them. */
export const signInPathOf = (sources: Source[]) =>
  sources.length === 1 ? SIGN_IN_PATH : "/sign-in";

/** Signing in with the sources and out again. `servesPath` names what is served of Auth.js besides its callbacks, by GET. */
export function authJsSignIn(
  getAuth: () => NextAuthResult,
  sources: () => Source[],
  servesPath: (pathname: string) => boolean = () => false,
) {
  return {
    signInOffer: () => ({
      redirects: sources().map(({ id, label }, _, { length }) => ({
        id,
        label,
        path: length === 1 ? SIGN_IN_PATH : `${SIGN_IN_PATH}?source=${id}`,
      })),
    }),

    async handleAuthRequest(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === SIGN_IN_PATH) {
        const asked = searchParams.get("source") ?? sources()[0]?.id;
        const source = sources().find(({ id }) => id === asked);
        if (!source) throw nothingHere();
        return startSignIn(getAuth(), source, readReturnTo(searchParams.get("returnTo")));
      }
      const source = sources().find(({ id }) => pathname === `/auth/callback/${id}`);
      // Signing in and out otherwise than by our own addresses would pass our revocation by.
      if (!(source || servesPath(pathname)) || request.method !== "GET") throw nothingHere();
      const resumed = source ? await resumeFlow(request, source) : request;
      if (source && searchParams.has("error")) {
        // Auth.js would speak of a fault of the app.
        sayLedBack(source.label, searchParams);
        return seeOther("/sign-in?problem=refused");
      }
      const answer = await getAuth().handlers.GET(resumed);
      return endForGood(await cookies(), answer);
    },

    // Not every source has a sign-out for apps, and revoking a grant would end the user's other sessions too.
    async signOut() {
      await getAuth().signOut({ redirect: false });
      return undefined;
    },
  } satisfies Partial<SessionAdapter>;
}

/** Sends the visitor to a source. */
async function startSignIn(
  { signIn }: NextAuthResult,
  source: Source,
  returnTo: string,
): Promise<Response> {
  const { APP_URL } = appEnv();
  const options = { redirect: false, redirectTo: returnTo };
  const location: string = await signIn(source.id, options).catch((error: unknown) => {
    sayOncePerMinute(
      `Signing in with ${source.label} could not start: ${(error as Error).message}`,
    );
    return new URL("/sign-in?problem=unavailable", APP_URL).href;
  });
  await keepFlow(location, source);
  return seeOther(location);
}

/** What Auth.js keeps in the browser until a source leads back. */
const isKept = (name: string) =>
  /^authjs\.(callback-url|pkce\.code_verifier|state)$/.test(plainName(name));
const isOfFlow = (name: string) => /^authjs\..+~[\w-]+$/.test(plainName(name));
const LIFETIME = 15 * 60; // seconds, as Auth.js gives the verifier
/** Of sign-ins under way in one browser. Those that are given up must not fill its cookies. */
const MOST_COOKIES = 15;

/**
 * Auth.js has one verifier per browser, so that of two tabs the one that began first would fail. Each
 * flow has its own here, under the name of its source and its `state`: another source cannot answer it.
 */
async function keepFlow(location: string, source: Source): Promise<void> {
  const flow = flowOf(new URL(location), source);
  if (!flow) return;
  const jar = await cookies();
  const ofFlows = jar.getAll().filter(({ name }) => isOfFlow(name));
  if (ofFlows.length > MOST_COOKIES) for (const { name } of ofFlows) endCookie(jar, name);
  for (const cookie of jar.getAll().filter(({ name }) => isKept(name))) {
    jar.set(`${cookie.name}~${flow}`, cookie.value, keptFor(LIFETIME));
    endCookie(jar, cookie.name);
  }
}

/** The request that comes back from a source, with what was kept for its flow alone. */
async function resumeFlow(request: NextRequest, source: Source): Promise<NextRequest> {
  const flow = flowOf(request.nextUrl, source);
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

function flowOf({ searchParams }: Pick<URL, "searchParams">, { id }: Source): string | undefined {
  const state = searchParams.get("state");
  if (!state) return undefined;
  return createHash("sha256").update(`${id} ${state}`).digest("base64url").slice(0, 16);
}
