import type { TrustPolicy } from "#adapters/contracts.ts";
import { readClient } from "../shared/google.ts";

/** Google's access tokens are opaque, so the provider token is the ID token: its audience is our client. */
export function trust(): TrustPolicy {
  const { issuer, keys, clientId } = readClient();
  return { issuer, keys, algorithms: ["RS256"], audience: clientId, ownerNamespace: issuer };
}
