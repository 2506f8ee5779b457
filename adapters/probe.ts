import type { ProviderProbe } from "#lib/trust/provider-probe.ts";
import { activeProvider, type Provider } from "./about.ts";

type Probe = () => ProviderProbe | Promise<ProviderProbe[]>;

const registry: Partial<Record<Provider, () => Promise<{ probe: Probe }>>> = {
  authjs: () => import("./authjs/probe.ts"),
  auth0: () => import("./auth0/probe.ts"),
  clerk: () => import("./clerk/probe.ts"),
  neon: () => import("./neon/probe.ts"),
  supabase: () => import("./supabase/probe.ts"),
  workos: () => import("./workos/probe.ts"),
};

/** The probes of the active provider, one for each of its sources; none where that is part of this app. */
export async function providerProbes(): Promise<ProviderProbe[]> {
  const part = await registry[activeProvider()]?.();
  return part ? [await part.probe()].flat() : [];
}
