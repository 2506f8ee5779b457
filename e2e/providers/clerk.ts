import { issuer } from "../emulators/clerk/instance.ts";
import { startEmulator } from "../emulators/clerk.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "clerk",
  startEmulator,
  signIn: fillForm,
  scriptReadableIssuer: issuer,

  wrongPassword: fillWrongPassword,
};
