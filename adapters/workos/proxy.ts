import type { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import type { PolicySources, ProxyAdapter } from "../proxy.ts";
import { rebaseRequest } from "../rebase-request.ts";
import { apiOrigin } from "./config.ts";

export const COOKIE_NAME = "wos-session";
/** Where the SDK hands the session on to `withAuth`. */
const SESSION_HEADER = "x-workos-session";
/** How long requests that were sent before a renewal may arrive after it. */
const STRAGGLERS = 30_000; // milliseconds

/** Signing out is a form, and browsers apply form-action to where its answer redirects. */
export const policySources = (): PolicySources => ({ "form-action": [apiOrigin()] });

/**
 * A server action: this app has none, and those of AuthKitProvider, which are in every build, are for
 * TOKEN_RETRIEVAL=client alone.
 */
const isClosed = ({ headers }: NextRequest) =>
  headers.has("next-action") && appEnv().TOKEN_RETRIEVAL === "server";

/**
 * Renews the session before a page sees it. The SDK's authkitProxy() does the same and makes the
 * response as well, which is proxy.ts's here: `authkit` and `handleAuthkitHeaders` are its halves.
 */
export const refresh: ProxyAdapter = async (request) => {
  if (isClosed(request)) return new Response("Not served", { status: 404 });
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
  const renewal = renew(cookie, request);
  renewals.set(cookie, renewal);
  const forget = () => renewals.delete(cookie);
  renewal.then((headers) => {
    if (changesSession(headers)) setTimeout(forget, STRAGGLERS).unref();
    else forget();
  }, forget);
  return renewal;
}

async function renew(cookie: string, request: NextRequest): Promise<Headers> {
  const { authkit } = await import("@workos-inc/authkit-nextjs");
  const redirectUri = `${appEnv().APP_URL}/auth/callback`;
  const { headers } = await authkit(rebaseRequest(request), { redirectUri });
  // Neither a session nor its end: WorkOS cannot be reached. The cookie, which nobody but this app
  // can have sealed, still says who is signed in.
  if (!headers.has(SESSION_HEADER) && !changesSession(headers)) {
    headers.set(SESSION_HEADER, cookie);
  }
  return headers;
}

/** Whether the session's cookie is set or ended; the SDK sets others as well. */
function changesSession(headers: Headers): boolean {
  return headers.getSetCookie().some((line) => line.startsWith(`${COOKIE_NAME}=`));
}
