import { NextRequest, NextResponse } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { isAddressHeader, ownAddressHeaders } from "#lib/base/http/own-address.ts";
import { applySetCookies } from "./cookies.ts";

/**
 * The request with APP_URL as its address, in the URL and in the headers, because SDKs build callback
 * addresses and redirects from both. `body` is the body if it was read already.
 */
export function rebaseRequest(request: Request, body: BodyInit | null = request.body): NextRequest {
  const { pathname, search } = new URL(request.url);
  const { method, signal } = request;
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) {
    // Kept: the server or the platform has written it.
    if (isAddressHeader(name) && name !== "x-forwarded-for") headers.delete(name);
  }
  for (const [name, value] of Object.entries(ownAddressHeaders())) headers.set(name, value);
  // Joined as text: a path that begins with two slashes would name a host.
  const address = appEnv().APP_URL + pathname + search;
  return new NextRequest(address, { method, headers, body, signal, duplex: "half" });
}

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
