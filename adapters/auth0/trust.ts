import type { TrustPolicy } from "../contracts.ts";
import { config } from "./config.ts";

/** The provider token is the access token for our API: Auth0 issues a JWT only where an audience is asked for. */
export function trust(): TrustPolicy {
  const { issuer, audience } = config();
  return {
    issuer,
    keys: new URL(".well-known/jwks.json", issuer),
    algorithms: ["RS256"],
    audience,
    ownerNamespace: issuer,
  };
}
