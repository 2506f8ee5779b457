import { type NextRequest, NextResponse } from "next/server";
import type { ProxyAdapter } from "../proxy.ts";
import { renewOnce } from "../renew-once.ts";
import { makeClient, readStoredSession, withPatience } from "./server-client.ts";

/** The SDK renews when less than this is left (its EXPIRY_MARGIN_MS). */
const MARGIN = 90; // seconds

type SetCookie = Parameters<NextResponse["cookies"]["set"]>;

/** Renews the session before a page sees it, once for all requests that arrive with the same cookie. */
export const refresh: ProxyAdapter = async (request) => {
  const session = await readStoredSession(request.cookies.getAll());
  if (!session || session.expires_at - Date.now() / 1_000 > MARGIN) return undefined;
  const response = NextResponse.next();
  for (const cookie of await renewOnce(session.refresh_token, () => renew(request))) {
    response.cookies.set(...cookie);
  }
  return response;
};

/** The cookies that the renewal set; none when Supabase could not be reached in time. */
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
