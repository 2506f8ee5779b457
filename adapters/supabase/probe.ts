import type { ProviderProbe } from "#lib/trust/provider-probe.ts";
import { supabaseEnv, trust } from "./trust.ts";

/** Asks for what every page may know, which takes a key of the project. */
export function probe(): ProviderProbe {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = supabaseEnv();
  const headers = { apikey: SUPABASE_PUBLISHABLE_KEY };
  return {
    // With a custom domain its tokens may name another one.
    issuer: trust().issuer,
    mayLackDocument: true,
    request: new Request(`${SUPABASE_URL}/auth/v1/settings`, { headers }),
    variables: ["SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY"],
  };
}
