import { startEmulator } from "../emulators/authjs.ts";
import { signIn, wrongPassword } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = { provider: "authjs", startEmulator, signIn, wrongPassword };
