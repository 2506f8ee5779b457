import type { TrustPolicy } from "../contracts.ts";
import { config } from "./config.ts";
import { ALGORITHM, AUDIENCE, issuer, publicKeys } from "./provider-token.ts";

/** The sessions are this app's own, so it issues the provider token itself and its namespace is a constant. */
export function trust(): TrustPolicy {
  config(); // So that the start fails where a variable is missing, and not a request.
  return {
    issuer: issuer(),
    keys: publicKeys,
    algorithms: [ALGORITHM],
    audience: AUDIENCE,
    ownerNamespace: "neon",
  };
}
