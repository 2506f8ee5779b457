import { refuseToken } from "#lib/identity/token-flaw.ts";
import type { Policy } from "#lib/identity/verify-token.ts";
import { keySetOf } from "#lib/trust/key-set.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";

/**
 * Whose tokens /oauth/token takes besides those of this app and its sign-in provider: none. An entry
 * names the issuer byte for byte, the address of its keys, its algorithms and the audience:
 *
 *   {
 *     issuer: "https://login.example.com/",
 *     keys: new URL("https://login.example.com/.well-known/jwks.json"),
 *     algorithms: ["RS256"],
 *     audience: "https://app.example.com",
 *     ownerNamespace: "https://login.example.com/",
 *   }
 */
const trustedIssuers: TrustPolicy[] = [];

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
