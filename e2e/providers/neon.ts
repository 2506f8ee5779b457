import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { startEmulator } from "../emulators/neon.ts";
import { signIn, wrongPassword } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

const scenario: Scenario = { provider: "neon", startEmulator, signIn, wrongPassword };

/** None where there is no PostgreSQL, which `npm test` then says in its last line. */
export const scenarios = findPostgres() ? [scenario] : [];
