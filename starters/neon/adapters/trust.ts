import { trust } from "#adapters/neon/trust.ts";
import { withRefusedClaims } from "#lib/trust/trust-policy.ts";

export const providerTrust = async () => withRefusedClaims(trust());
