import { activeProvider, type Provider } from "./about.ts";
import type { ProxyPart } from "./contracts.ts";

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
  return registry[activeProvider()]?.();
}
