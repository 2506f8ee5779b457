import { type NextRequest, NextResponse } from "next/server";
import { applySetCookies } from "./cookies.ts";

interface Page {
  nonce: string;
  /** Its Content-Security-Policy. */
  policy: string;
}

/** Lets a request go on to its page, which sees the session as it was renewed; the browser gets the renewed cookies. */
export function passOn(
  request: NextRequest,
  renewed: Response | undefined,
  { nonce, policy }: Page,
): NextResponse {
  const setCookies = renewed?.headers.getSetCookie() ?? [];
  const headers = applyHeaders(new Headers(request.headers), renewed?.headers);
  if (setCookies.length > 0)
    headers.set("cookie", applySetCookies(headers.get("cookie") ?? "", setCookies));
  // Next reads the nonce for its own scripts from the policy on the request.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** The request's headers as NextResponse.next({ request: { headers } }) of an SDK wants the page to see them. */
export function applyHeaders(headers: Headers, renewed: Headers | undefined): Headers {
  const names = renewed?.get("x-middleware-override-headers")?.split(",");
  if (!names) return headers;
  // Exactly these: one that the SDK left out may be forged.
  const applied = new Headers();
  for (const name of names) {
    const value = renewed?.get(`x-middleware-request-${name}`) ?? null;
    if (value !== null) applied.set(name, value);
  }
  return applied;
}
