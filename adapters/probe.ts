import type { ProviderProbe } from "#lib/trust/provider-probe.ts";
import { activeProvider, type Provider } from "./about.ts";

const registry: Partial<Record<Provider, () => Promise<{ probe(): ProviderProbe }>>> = {
  authjs: () => import("./authjs/probe.ts"),
  auth0: () => import("./auth0/probe.ts"),
  clerk: () => import("./clerk/probe.ts"),
  neon: () => import("./neon/probe.ts"),
  supabase: () => import("./supabase/probe.ts"),
  workos: () => import("./workos/probe.ts"),
};

/** The probe of the active provider; undefined where that is part of this app. */
export async function providerProbe(): Promise<ProviderProbe | undefined> {
  return (await registry[activeProvider()]?.())?.probe();
}
