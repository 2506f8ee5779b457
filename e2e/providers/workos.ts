import { hosted } from "./oidc-login.ts";
import { emulated, type Scenario } from "./scenario.ts";

export const scenario: Scenario = { ...emulated("workos"), ...hosted };
