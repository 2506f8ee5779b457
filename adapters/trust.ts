import { withRefusedClaims } from "#lib/trust/trust-policy.ts";
import { activeProvider, type Provider } from "./about.ts";
import type { TrustPolicy } from "./contracts.ts";

const registry = {
  authjs: () => import("./authjs/trust.ts"),
  auth0: () => import("./auth0/trust.ts"),
  "better-auth": () => import("./better-auth/trust.ts"),
  clerk: () => import("./clerk/trust.ts"),
  neon: () => import("./neon/trust.ts"),
  supabase: () => import("./supabase/trust.ts"),
  workos: () => import("./workos/trust.ts"),
} satisfies Record<Provider, () => Promise<{ trust(): TrustPolicy }>>;

let policy: Promise<TrustPolicy> | undefined;

/**
 * The trust policy that AUTH_PROVIDER names, for sessions and for tokens that are posted directly. It is
 * read once. Loads in plain Node: no SDK that needs Next, no JSX.
 */
export function providerTrust(): Promise<TrustPolicy> {
  policy ??= readPolicy().catch((error) => {
    policy = undefined;
    throw error;
  });
  return policy;
}

async function readPolicy(): Promise<TrustPolicy> {
  return withRefusedClaims((await registry[activeProvider()]()).trust());
}
