import { trust } from "#adapters/auth0/trust.ts";
import { withRefusedClaims } from "#lib/trust/trust-policy.ts";

export const providerTrust = async () => withRefusedClaims(trust());
