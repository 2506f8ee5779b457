import type { NextFetchEvent, NextRequest } from "next/server";
import { appEnv, type Provider } from "#lib/env.ts";

/** Renews the provider session of a request. Undefined: nothing to renew; a response's cookies are carried on. */
export type ProxyAdapter = (
  request: NextRequest,
  event: NextFetchEvent,
) => Promise<Response | undefined>;

/** Directives of the Content-Security-Policy with the sources that an SDK's browser part adds to ours. */
export type PolicySources = Record<string, string[]>;

interface ProxyPart {
  refresh: ProxyAdapter;
  policySources?(): PolicySources;
}

const registry: Partial<Record<Provider, () => Promise<ProxyPart>>> = {
  authjs: () => import("./authjs/proxy.ts"),
  auth0: () => import("./auth0/proxy.ts"),
  "better-auth": () => import("./better-auth/proxy.ts"),
  clerk: () => import("./clerk/proxy.ts"),
  supabase: () => import("./supabase/proxy.ts"),
  workos: () => import("./workos/proxy.ts"),
};

/** The proxy part of the adapter that AUTH_PROVIDER names, where its SDK needs one. */
export async function proxyAdapter(): Promise<ProxyPart | undefined> {
  return registry[appEnv().AUTH_PROVIDER]?.();
}
