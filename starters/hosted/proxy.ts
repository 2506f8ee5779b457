import type { NextFetchEvent, NextRequest } from "next/server";
import { passOn, rebaseRequest } from "#adapters/shared/next-request.ts";
import { makeNonce, pagePolicy } from "#lib/base/http/security-headers.ts";
import { proxyAdapter } from "./adapters/about.ts";
import { appEnv } from "./lib/base/env.ts";

// Pages, /user-token, /sign-out and /auth/*.
export const config = {
  matcher: ["/((?!\\.well-known/|_next/|icon\\.svg$|favicon\\.ico$).*)"],
};

/**
 * Renews the provider's session, because a page cannot set cookies, and adds the page's policy.
 * No authorisation check: every page and handler asks the session itself.
 */
export async function proxy(request: NextRequest, event: NextFetchEvent): Promise<Response> {
  const adapter = await proxyAdapter();
  const rebased = rebaseRequest(request);
  const renewed = await adapter?.refresh(rebased, event);
  if (renewed && (renewed.body !== null || renewed.headers.has("location"))) return renewed;
  const nonce = makeNonce();
  const tambo = { "connect-src": [new URL(appEnv().TAMBO_URL).origin] };
  const policy = pagePolicy(nonce, tambo, adapter?.policySources?.() ?? {});
  return passOn(rebased, renewed, { nonce, policy });
}
