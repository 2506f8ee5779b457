import { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";

/** A GET under APP_URL: behind a TLS proxy Next names this machine, and callback addresses would be wrong. */
export function rebaseRequest({ url, headers }: Request): NextRequest {
  const { pathname, search } = new URL(url);
  return new NextRequest(new URL(pathname + search, appEnv().APP_URL), { headers });
}
