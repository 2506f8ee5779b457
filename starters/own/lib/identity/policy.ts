import { refuseToken } from "#lib/identity/token-flaw.ts";
import type { Policy } from "#lib/identity/verify-token.ts";
import { keySetOf } from "#lib/trust/key-set.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { trustedIssuers } from "../trust/trusted-issuers.ts";

/**
 * The policy of an issuer that is neither this app nor the provider. Throws OAuthError for one without,
 * and contacts none that a token names.
 */
export async function findTrustedPolicy(
  issuer: string,
  _project: string,
  _provider: TrustPolicy,
): Promise<Policy> {
  const policy = trustedIssuers.find((trusted) => trusted.issuer === issuer);
  if (!policy) return refuseToken("issuer", "has an issuer (iss) that this app does not trust");
  return { ...policy, keySet: keySetOf(policy) };
}
