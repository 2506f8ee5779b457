import { clerkMiddleware } from "@clerk/nextjs/server";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import { isReachable } from "../is-reachable.ts";
import type { ProxyAdapter } from "../proxy.ts";
import { PROXY_PATH, readConfig } from "./config.ts";
import { keysAddress } from "./trust.ts";

export { policySources } from "./policy-sources.ts";

/** Verifies the session token and renews it: by the refresh cookie, else by a redirect to Clerk and back. */
export const refresh: ProxyAdapter = async (request, event) => {
  const { publishableKey, emulator } = readConfig();
  const middleware = clerkMiddleware({
    publishableKey,
    authorizedParties: [new URL(appEnv().APP_URL).origin],
    signInUrl: "/sign-in",
    ...(emulator && { proxyUrl: emulator.proxyUrl, frontendApiProxy: { enabled: true } }),
  });
  const run = async (shown: NextRequest) => (await middleware(shown, event)) ?? undefined;
  if (request.nextUrl.pathname.startsWith(`${PROXY_PATH}/`)) return run(request);
  const answer = await run(request.method === "GET" ? request : asFetch(request));
  // To Clerk and back, for a new token. While Clerk is away, whoever needs one is signed out.
  const isRedirect = answer?.headers.has("location");
  return isRedirect && !(await isReachable(keysAddress())) ? run(asFetch(request)) : answer;
};

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
