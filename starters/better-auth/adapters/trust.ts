import { trust } from "#adapters/better-auth/trust.ts";
import { withRefusedClaims } from "#lib/trust/trust-policy.ts";

export const providerTrust = async () => withRefusedClaims(trust());
