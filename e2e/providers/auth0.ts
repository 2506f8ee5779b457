import { startEmulator } from "../emulators/auth0.ts";
import { signIn, wrongPassword } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = { provider: "auth0", startEmulator, signIn, wrongPassword };
