import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { hosted } from "./oidc-login.ts";
import { emulated, type Scenario } from "./scenario.ts";

/** Its sessions are rows, which hold no token that expires. */
const scenario: Scenario = { ...emulated("neon"), ...hosted, renew: undefined };

/** None where there is no PostgreSQL, which `npm test` then says in its last line. */
export const scenarios = findPostgres() ? [scenario] : [];
