import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { endWithRows } from "../steps/neon-sessions.ts";
import { hosted } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

/** Its sessions are rows, which hold no token that expires. */
const scenario: Scenario = {
  provider: "neon",
  ...hosted,
  renew: undefined,
  special: endWithRows,
};

/** None where there is no PostgreSQL, which `npm test` then says in its last line. */
export const scenarios = findPostgres() ? [scenario] : [];
