import type { NextRequest } from "next/server";
import type { ProxyAdapter } from "#adapters/contracts.ts";
import { getAuth, readSessionCookie } from "./auth.ts";

/** Once the ID token has expired: runs the jwt callback, which renews it, and sets the cookie anew. */
export const refresh: ProxyAdapter = async (request) => {
  // Below /auth the SDK sets the cookie itself.
  if (request.nextUrl.pathname.startsWith("/auth/")) return undefined;
  const token = await readSessionCookie(request.headers);
  if (!token || token.expiresAt > Date.now()) return undefined;
  // Typed for a proxy that is wrapped by it; given a request, it answers.
  const auth = getAuth().auth as unknown as (request: NextRequest) => Promise<Response>;
  return auth(request);
};
