import { startEmulator } from "../emulators/supabase.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "supabase",
  startEmulator,
  signIn: fillForm,

  wrongPassword: fillWrongPassword,
};
