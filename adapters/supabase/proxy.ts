import { type NextRequest, NextResponse } from "next/server";
import { processWide } from "#lib/process-wide.ts";
import type { ProxyAdapter } from "../proxy.ts";
import { makeClient, readStoredSession, withPatience } from "./server-client.ts";

/** The SDK renews when less than this is left (its EXPIRY_MARGIN_MS). */
const MARGIN = 90; // seconds
/** How long Supabase accepts the refresh token that was spent last ("reuse interval"). */
const REUSE_WINDOW = 10_000; // milliseconds

type SetCookie = Parameters<NextResponse["cookies"]["set"]>;

/** Renews the session before a page sees it, once for all requests that arrive with the same cookie. */
export const refresh: ProxyAdapter = async (request) => {
  const session = await readStoredSession(request.cookies.getAll());
  if (!session || session.expires_at - Date.now() / 1_000 > MARGIN) return undefined;
  const response = NextResponse.next();
  for (const cookie of await renewOnce(session.refresh_token, request)) {
    response.cookies.set(...cookie);
  }
  return response;
};

/** A refresh token is spent once: what came of it is kept for requests that were sent meanwhile. */
function renewOnce(refreshToken: string, request: NextRequest): Promise<SetCookie[]> {
  const renewals = processWide("supabase-renewals", () => new Map<string, Promise<SetCookie[]>>());
  const known = renewals.get(refreshToken);
  if (known) return known;
  const renewal = renew(request);
  renewals.set(refreshToken, renewal);
  setTimeout(() => renewals.delete(refreshToken), REUSE_WINDOW).unref();
  return renewal;
}

async function renew(request: NextRequest): Promise<SetCookie[]> {
  const changes: SetCookie[] = [];
  const supabase = makeClient({
    getAll: () => request.cookies.getAll(),
    setAll: (cookies) => {
      for (const { name, value, options } of cookies) changes.push([name, value, options]);
    },
  });
  await withPatience(supabase.auth.getClaims());
  return [...changes];
}
