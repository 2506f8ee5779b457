import type { NextRequest } from "next/server";
import type { ProxyAdapter } from "../contracts.ts";
import { expiryOf, renewalAt } from "../shared/renewal.ts";
import { getAuth, readSessionCookie } from "./auth.ts";

/** Runs the jwt callback, which renews an expired ID token, and sets the cookie anew. */
export const refresh: ProxyAdapter = async (request) => {
  // Below /auth the SDK sets the cookie itself.
  if (request.nextUrl.pathname.startsWith("/auth/")) return undefined;
  const token = await readSessionCookie(request.headers);
  // A session that its source is never asked about again is not prolonged.
  if (!token?.refreshToken || renewalAt(expiryOf(token.idToken)) === "leave") return undefined;
  // Typed for a proxy that is wrapped by it; given a request, it answers.
  const auth = getAuth().auth as unknown as (request: NextRequest) => Promise<Response>;
  return auth(request);
};
