import type { TrustPolicy } from "#adapters/contracts.ts";
import { appEnv, readEnv } from "#lib/base/env.ts";
import { clientShape } from "../shared/google.ts";
import { about } from "./about.mjs";
import { databaseShape } from "./database.ts";

/** Users are those of the app's own table, and no token is taken from anywhere. Throws EnvError. */
export function trust(): TrustPolicy {
  // So that the start fails where a variable is missing, and not a request.
  readEnv({ ...databaseShape(), ...clientShape() }, about.guideNames);
  return {
    issuer: `${appEnv().APP_URL}/auth`,
    keys: async () => ({ keys: [] }),
    algorithms: [],
    audience: "tambo-users",
    ownerNamespace: "neon",
  };
}
