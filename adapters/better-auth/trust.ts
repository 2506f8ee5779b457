import type { TrustPolicy } from "../contracts.ts";
import { getAuth, OWNER_NAMESPACE } from "./config.ts";
import { AUDIENCE, issuer } from "./plugins.ts";

/** Better Auth is this app itself, so its keys come from our own database and its namespace is a constant. */
export function trust(): TrustPolicy {
  return {
    issuer: issuer(),
    keys: async () => (await getAuth()).api.getJwks(),
    algorithms: ["ES256"],
    audience: AUDIENCE,
    ownerNamespace: OWNER_NAMESPACE,
  };
}
