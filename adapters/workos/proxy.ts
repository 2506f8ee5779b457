import type { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import type { PolicySources, ProxyAdapter } from "../proxy.ts";
import { renewOnce } from "../renew-once.ts";
import { apiOrigin } from "./config.ts";

export const COOKIE_NAME = "wos-session";
/** Where the SDK hands the session on to `withAuth`. */
const SESSION_HEADER = "x-workos-session";

/** Signing out is a form, and browsers apply form-action to where its answer redirects. */
export const policySources = (): PolicySources => ({ "form-action": [apiOrigin()] });

/**
 * Renews the session before a page sees it. The SDK's authkitProxy() does the same and makes the
 * response as well, which is proxy.ts's here: `authkit` and `handleAuthkitHeaders` are its halves.
 */
export const refresh: ProxyAdapter = async (request) => {
  const cookie = request.cookies.get(COOKIE_NAME)?.value;
  // Signed out: the SDK would prepare a sign-in for every request.
  if (!cookie) return undefined;
  const { handleAuthkitHeaders } = await import("@workos-inc/authkit-nextjs");
  const headers = await renewOnce(cookie, () => renew(cookie, request), changesSession);
  return handleAuthkitHeaders(request, headers);
};

async function renew(cookie: string, request: NextRequest): Promise<Headers> {
  const { authkit } = await import("@workos-inc/authkit-nextjs");
  const redirectUri = `${appEnv().APP_URL}/auth/callback`;
  const { headers } = await authkit(request, { redirectUri });
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
