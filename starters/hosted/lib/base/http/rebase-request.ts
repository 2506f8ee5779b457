import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";

/** What a proxy in front, or anybody at all, may have written of where the app is. */
const ADDRESS_HEADER = /^(?:host|forwarded|x-forwarded-(?!for$).+|x-real-ip)$/i;

/**
 * The request as one to APP_URL, in its address and in every header that says so: SDKs make callback
 * addresses and redirects of this.
 */
export function rebaseRequest(request: Request): NextRequest {
  const { pathname, search } = new URL(request.url);
  const { method, signal, body } = request;
  const { protocol, host } = new URL(appEnv().APP_URL);
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (ADDRESS_HEADER.test(name)) headers.delete(name);
  headers.set("host", host);
  headers.set("x-forwarded-host", host);
  headers.set("x-forwarded-proto", protocol.slice(0, -1));
  // Joined as text: a path that begins with two slashes would name a host.
  const address = appEnv().APP_URL + pathname + search;
  return new NextRequest(address, { method, headers, body, signal, duplex: "half" });
}
