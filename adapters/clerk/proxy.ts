import { clerkMiddleware } from "@clerk/nextjs/server";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import type { PolicySources, ProxyAdapter } from "../proxy.ts";
import { PROXY_PATH, readConfig } from "./config.ts";

/** Verifies the session token and renews it: by the refresh cookie, else by a redirect to Clerk and back. */
export const refresh: ProxyAdapter = async (request, event) => {
  const { publishableKey, emulator } = readConfig();
  const middleware = clerkMiddleware({
    publishableKey,
    authorizedParties: [new URL(appEnv().APP_URL).origin],
    signInUrl: "/sign-in",
    ...(emulator && { proxyUrl: emulator.proxyUrl, frontendApiProxy: { enabled: true } }),
  });
  const isForClerk = request.nextUrl.pathname.startsWith(`${PROXY_PATH}/`);
  return (await middleware(isForClerk ? request : asRenewable(request), event)) ?? undefined;
};

/**
 * Clerk renews for GET only, so a form that is sent after a minute of sleep would find nobody signed
 * in. What is looked at are the headers alone; `empty` keeps it from answering with a redirect.
 */
function asRenewable(request: NextRequest): NextRequest {
  if (request.method === "GET") return request;
  const headers = new Headers(request.headers);
  headers.set("sec-fetch-dest", "empty");
  return new NextRequest(request.url, { headers });
}

/** What clerk-js loads and talks to: its Frontend API, a worker that keeps time, the bot check. */
export function policySources(): PolicySources {
  const { host, emulator } = readConfig();
  return {
    "connect-src": emulator ? [] : [`https://${host}`],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
  };
}
