import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { isAddressHeader, ownAddressHeaders } from "#lib/base/http/own-address.ts";

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
