import { type NextRequest, NextResponse } from "next/server";
import type { ProxyAdapter } from "../contracts.ts";
import { expiryOf, renewOnce, sayNotRenewed } from "../shared/renewal.ts";
import { makeClient, readStoredSession, type SetCookie, waitBriefly } from "./server-client.ts";
import { callbackUrl } from "./trust.ts";

/** The SDK renews when less than this is left (its EXPIRY_MARGIN_MS). */
const MARGIN = 90_000; // milliseconds

/** Renews the session before a page sees it, once for all requests that arrive with the same cookie. */
export const refresh: ProxyAdapter = async (request) => {
  const callback = findCallback(request);
  if (callback) return NextResponse.redirect(callback, 303);
  const session = await readStoredSession(request.cookies.getAll());
  if (!session || expiryOf(session.access_token) - Date.now() > MARGIN) return undefined;
  const response = NextResponse.next();
  const changes = await renewOnce(
    session.refresh_token,
    () => renew(request),
    // None while Supabase could not be reached.
    (cookies) => cookies.length > 0,
  );
  for (const cookie of changes) response.cookies.set(...cookie);
  return response;
};

/**
 * Where a link leads that was meant for our callback: Supabase leads to the site URL instead if that is
 * not among the redirect URLs, and with some errors.
 */
function findCallback({ method, nextUrl: { pathname, search, searchParams } }: NextRequest) {
  const isLink = ["code", "token_hash", "error_code"].some((name) => searchParams.has(name));
  return method === "GET" && pathname === "/" && isLink ? callbackUrl() + search : undefined;
}

/** The cookies that the renewal set; none when Supabase could not be reached in time. */
async function renew(request: NextRequest): Promise<SetCookie[]> {
  const changes: SetCookie[] = [];
  const supabase = makeClient(request.cookies.getAll(), (...cookie) => changes.push(cookie));
  const renewed = await waitBriefly(supabase.auth.getClaims());
  // Of what it refuses the SDK ends the cookies.
  const what = changes.length > 0 ? "ends" : "goes on";
  if (!renewed) sayNotRenewed("Supabase", what, "it cannot be reached");
  else if (renewed.error) sayNotRenewed("Supabase", what, renewed.error);
  return [...changes];
}
