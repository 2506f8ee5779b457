import type { NextRequest } from "next/server";
import type { ProxyAdapter } from "../proxy.ts";
import { getAuth, sessionCookie } from "./auth.ts";

/** Runs the jwt callback, which renews an expired ID token, and sets the cookie anew. */
export const refresh: ProxyAdapter = async (request) => {
  const { name } = sessionCookie();
  const isSignedIn = request.cookies.getAll().some((cookie) => cookie.name.startsWith(name));
  // Below /auth the SDK sets the cookie itself.
  if (!isSignedIn || request.nextUrl.pathname.startsWith("/auth/")) return undefined;
  const { auth } = getAuth();
  return (auth as unknown as (request: NextRequest) => Promise<Response>)(request);
};
