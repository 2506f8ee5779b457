import type { NextFetchEvent, NextRequest } from "next/server";
import type { PolicySources } from "#adapters/contracts.ts";
import { passOn, rebaseRequest } from "#adapters/shared/next-request.ts";
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
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = pagePolicy(nonce, adapter?.policySources?.() ?? {});
  return passOn(rebased, renewed, { nonce, policy });
}

/** The Content-Security-Policy of a page with this nonce, and with the sources that the provider's SDK adds. */
function pagePolicy(nonce: string, added: PolicySources): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  const own = ["'self'", `'nonce-${nonce}'`];
  const policy: PolicySources = {
    "default-src": ["'self'"],
    "script-src": [...own, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    // The development overlay brings style elements without a nonce.
    "style-src-elem": isDevelopment ? ["'self'", "'unsafe-inline'"] : own,
    // Charts and menus place themselves with style attributes.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", new URL(appEnv().TAMBO_URL).origin],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  for (const [directive, sources] of Object.entries(added)) {
    // Beside the hash of a style 'unsafe-inline' would not count.
    if (sources.length === 0 || (isDevelopment && directive === "style-src-elem")) continue;
    policy[directive] = [...(policy[directive] ?? []), ...sources];
  }
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(" "))
    .join("; ");
}
