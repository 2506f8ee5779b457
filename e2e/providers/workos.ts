import { startEmulator } from "../emulators/workos.ts";
import { signIn, wrongPassword } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = { provider: "workos", startEmulator, signIn, wrongPassword };
