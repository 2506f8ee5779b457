import type { NextRequest } from "next/server";
import { appEnv, type Provider } from "#lib/env.ts";

/** Renews the provider session of a request. Undefined: nothing to renew; a response's cookies are carried on. */
export type ProxyAdapter = (request: NextRequest) => Promise<Response | undefined>;

const registry: Partial<Record<Provider, () => Promise<{ refresh: ProxyAdapter }>>> = {
  supabase: () => import("./supabase/proxy.ts"),
};

/** The renewal step of the adapter that AUTH_PROVIDER names, where its SDK needs one. */
export async function proxyAdapter(): Promise<ProxyAdapter | undefined> {
  return (await registry[appEnv().AUTH_PROVIDER]?.())?.refresh;
}
