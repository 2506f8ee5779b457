import { setTimeout as sleep } from "node:timers/promises";
import { NextResponse } from "next/server";
import type { ProxyAdapter } from "#adapters/contracts.ts";
import { processWide, sayOncePerMinute } from "#lib/base/process.ts";
import { type Jar, makeClient, readSession, type SetCookie, TIMEOUT } from "./client.ts";

/** The SDK renews when less than this is left (its EXPIRY_MARGIN_MS). */
const MARGIN = 90_000; // milliseconds
/** How long requests that still carry the old cookie get the renewal of the one that came first. */
const GRACE = 30_000; // milliseconds

/** Renews the session before a page sees it. */
export const refresh: ProxyAdapter = async ({ cookies }) => {
  const session = await readSession(cookies);
  if (!session || session.expires_at * 1_000 - Date.now() > MARGIN) return undefined;
  const response = NextResponse.next();
  const renewed = await renewOnce(session.refresh_token, () => renew(cookies));
  for (const cookie of renewed) response.cookies.set(...cookie);
  return response;
};

/**
 * Once for all requests that carry the same refresh token, such as a page's parallel ones: one that is
 * used twice ends the session at Supabase.
 */
function renewOnce(refreshToken: string, act: () => Promise<SetCookie[]>): Promise<SetCookie[]> {
  const renewals = processWide("renewals", () => new Map<string, Promise<SetCookie[]>>());
  const known = renewals.get(refreshToken);
  if (known) return known;
  const renewal = act();
  renewals.set(refreshToken, renewal);
  const forget = () => renewals.delete(refreshToken);
  renewal.then((cookies) => {
    // Without cookies the refresh token is as good as before.
    if (cookies.length === 0) forget();
    else setTimeout(forget, GRACE).unref();
  }, forget);
  return renewal;
}

/** The cookies that a renewal sets, or ends if Supabase refuses it; none while it cannot be reached. */
async function renew(cookies: Pick<Jar, "getAll">): Promise<SetCookie[]> {
  const { auth, changes } = makeClient({ getAll: () => cookies.getAll(), set: () => {} });
  // Not for the half minute that the SDK tries during an outage.
  await Promise.race([auth.getSession(), sleep(TIMEOUT, undefined, { ref: false })]);
  if (changes.length === 0) sayOncePerMinute("Supabase did not renew a session, which goes on");
  return [...changes];
}
