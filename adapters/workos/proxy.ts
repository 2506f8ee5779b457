import type { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import type { ProxyAdapter } from "../proxy.ts";

export const COOKIE_NAME = "wos-session";
/** How long requests that were sent before a renewal may arrive after it. */
const STRAGGLERS = 10_000; // milliseconds

/**
 * Renews the session before a page sees it. The SDK's own authkitProxy() does the same and also
 * makes the response, which is proxy.ts's here: `authkit` and `handleAuthkitHeaders` are its halves.
 */
export const refresh: ProxyAdapter = async (request) => {
  const cookie = request.cookies.get(COOKIE_NAME)?.value;
  // Signed out: the SDK would prepare a sign-in for every request.
  if (!cookie) return undefined;
  const { handleAuthkitHeaders } = await import("@workos-inc/authkit-nextjs");
  return handleAuthkitHeaders(request, await renewOnce(cookie, request));
};

/** A refresh token is spent once: what came of it is kept for requests that were sent meanwhile. */
function renewOnce(cookie: string, request: NextRequest): Promise<Headers> {
  const renewals = processWide("workos-renewals", () => new Map<string, Promise<Headers>>());
  const known = renewals.get(cookie);
  if (known) return known;
  const renewal = renew(request);
  renewals.set(cookie, renewal);
  const forget = () => renewals.delete(cookie);
  renewal.then((headers) => {
    if (headers.getSetCookie().length === 0) forget();
    else setTimeout(forget, STRAGGLERS).unref();
  }, forget);
  return renewal;
}

async function renew(request: NextRequest): Promise<Headers> {
  const { authkit } = await import("@workos-inc/authkit-nextjs");
  const { headers } = await authkit(request, { redirectUri: `${appEnv().APP_URL}/auth/callback` });
  return headers;
}
