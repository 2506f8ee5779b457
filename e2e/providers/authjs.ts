import { hosted } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = { provider: "authjs", ...hosted };
