import { clerkMiddleware } from "@clerk/nextjs/server";
import { decodeJwt } from "jose";
import { NextRequest } from "next/server";
import type { ProxyAdapter } from "../contracts.ts";
import { isReachable } from "../shared/provider-pages.ts";
import { AHEAD, keysAddress, PROXY_PATH, readConfig } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
const LARGEST_SKEW = 60_000; // milliseconds
const LONGEST_OUTAGE = 86_400_000;

export { policySources } from "./trust.ts";

/** Verifies the session token and renews it: by the refresh cookie, else by a redirect to Clerk and back. */
export const refresh: ProxyAdapter = async (request, event) => {
  const { publishableKey, emulator } = readConfig();
  const middleware = clerkMiddleware({
    publishableKey,
    clockSkewInMs: toleratedSkew(request),
    signInUrl: "/sign-in",
    ...(emulator && { proxyUrl: emulator.proxyUrl, frontendApiProxy: { enabled: true } }),
  });
  const run = async (shown: NextRequest) => (await middleware(shown, event)) ?? undefined;
  if (request.nextUrl.pathname.startsWith(`${PROXY_PATH}/`)) return run(request);
  const answer = await run(request.method === "GET" ? request : asFetch(request));
  if (!answer?.headers.has("location")) return answer;
  // The redirect goes to Clerk and back, for a new token. It does not help if Clerk's clock is ahead,
  // and while Clerk is away the user is signed out instead.
  const isAhead = AHEAD.includes(answer.headers.get("x-clerk-auth-reason") ?? "");
  return isAhead || !(await isReachable(keysAddress())) ? run(asFetch(request)) : answer;
};

/**
 * Clerk's SDK tolerates a clock that is ahead for a token's end as well, so that an expired token
 * would not be renewed: then only as much as it does by itself. Whose page it is, `getSession` asks.
 */
function toleratedSkew(request: NextRequest): number | undefined {
  // Whose session is to end an old token says as well, and without asking Clerk.
  if (request.nextUrl.pathname === "/sign-out") return LONGEST_OUTAGE;
  const tokens = request.cookies.getAll().filter(({ name }) => /^__session(_|$)/.test(name));
  const isFresh = tokens.every(({ value }) => !hasExpired(value));
  return isFresh ? LARGEST_SKEW : undefined;
}

/** Unverified; so has what is no JWT. */
function hasExpired(token: string): boolean {
  try {
    return (decodeJwt(token).exp ?? 0) * ONE_SECOND <= Date.now();
  } catch {
    return true;
  }
}

/**
 * The request as a GET of page script, which is what Clerk renews without a redirect. It would not
 * for a POST, so a form that is sent after a minute of sleep would find nobody signed in. What is
 * looked at are the headers alone.
 */
function asFetch(request: NextRequest): NextRequest {
  const headers = new Headers(request.headers);
  headers.set("sec-fetch-dest", "empty");
  return new NextRequest(request.url, { headers });
}
