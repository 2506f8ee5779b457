import type { TrustPolicy } from "../contracts.ts";
import { AUDIENCE, ownOrigin, readConfig } from "./config.ts";

/** Where Clerk publishes the keys of this instance. */
export function keysAddress(): URL {
  const { host, emulator } = readConfig();
  return new URL("/.well-known/jwks.json", emulator?.url ?? `https://${host}`);
}

/**
 * With a JWT template its tokens alone are accepted, by their audience. Clerk's session token has
 * none: what binds it then is `azp`, the origin of the page that it was issued to.
 */
export function trust(): TrustPolicy {
  const { host, template } = readConfig();
  const issuer = `https://${host}`;
  return {
    issuer,
    keys: keysAddress(),
    algorithms: ["RS256"],
    ...(template ? { audience: AUDIENCE } : { audience: null, authorizedParties: [ownOrigin()] }),
    ownerNamespace: issuer,
  };
}
