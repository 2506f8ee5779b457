import { appEnv } from "#lib/env.ts";

/** The request under APP_URL: behind a TLS proxy Next names this machine, and callback addresses would be wrong. */
export function rebaseRequest(request: Request): Request {
  const { pathname, search } = new URL(request.url);
  return new Request(new URL(pathname + search, appEnv().APP_URL), request);
}
