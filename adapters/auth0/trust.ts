import type { TrustPolicy } from "../adapter.ts";
import { config } from "./config.ts";

/** The provider token is the access token for our API: Auth0 issues a JWT only where an audience is asked for. */
export function trust(): TrustPolicy {
  const { issuer, audience } = config();
  return {
    issuer,
    keys: new URL(".well-known/jwks.json", issuer),
    algorithms: ["RS256"],
    audience,
    // A machine that was granted our API gets a token with the same issuer and audience.
    refuse: { gty: "client-credentials" },
    ownerNamespace: issuer,
  };
}
