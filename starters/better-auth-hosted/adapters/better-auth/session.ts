import { headers } from "next/headers";
import type { NextRequest } from "next/server";
import { cookieName, isTooOld } from "#adapters/shared/cookies.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { getAuth } from "./auth.ts";
import { readSettings } from "./settings.ts";

async function findSession(headers: Headers) {
  // `refresh` prolongs it, where the cookie can be set as well.
  const query = { disableRefresh: true };
  const found = await getAuth().api.getSession({ headers, query });
  // However often it was prolonged.
  if (!found || isTooOld(found.session.createdAt)) return undefined;
  const { session, user } = found;
  return {
    id: session.id,
    startedAt: session.createdAt,
    subject: user.id,
    providerToken: () => Promise.reject(new Error("a session of this app has no token")),
    profile: { name: user.name, email: user.email, emailVerified: user.emailVerified },
  };
}

export const adapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-in/new",
  signInOffer() {
    const { mail, social } = readSettings();
    const redirects = social.map(({ id, label }) => ({ id, label, path: `/auth/sign-in/${id}` }));
    return { redirects, reset: mail !== undefined };
  },
  getSession: async () => findSession(await headers()),
  readSession: findSession,
  handleAuthRequest,
  signOut: async ({ headers }: Request) => void (await getAuth().api.signOut({ headers })),
};

/** The way to Google or GitHub and back. Each of the library's other routes would be one more to guard. */
async function handleAuthRequest(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const found = readSettings().social.find(({ id }) => pathname.endsWith(`/${id}`));
  if (request.method !== "GET" || !found) throw nothingHere();
  if (pathname === `/auth/callback/${found.id}`) return getAuth().handler(request);
  if (pathname !== `/auth/sign-in/${found.id}`) throw nothingHere();
  const { APP_URL } = appEnv();
  const returnTo = readReturnTo(searchParams.get("returnTo"));
  const { response, headers } = await getAuth().api.signInSocial({
    headers: request.headers,
    returnHeaders: true,
    body: {
      provider: found.id,
      callbackURL: APP_URL + returnTo,
      errorCallbackURL: APP_URL + withReturnTo("/sign-in?problem=refused", returnTo),
      // After a sign-in that was not accepted the same account would come back without a question.
      additionalParams: searchParams.has("again") ? { prompt: "select_account" } : {},
    },
  });
  const location: [string, string] = ["location", response.url ?? "/sign-in"];
  return new Response(null, { status: 303, headers: [location, ...toLines(headers)] });
}

const toLines = (headers: Headers) =>
  headers.getSetCookie().map((line): [string, string] => ["set-cookie", line]);

/** Prolongs the session, its row and its cookie together, once a day: a page could do only the former. */
export async function refresh({ method, nextUrl, headers, cookies }: NextRequest) {
  const isSignedIn = cookies.has(cookieName("better-auth.session_token"));
  if (!isSignedIn || method !== "GET" || nextUrl.pathname.startsWith("/auth/")) return undefined;
  const answer = await getAuth().api.getSession({ headers, returnHeaders: true });
  return new Response(null, { headers: toLines(answer.headers) });
}
