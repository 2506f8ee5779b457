import { goOn } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import { emulated, type Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  ...emulated("supabase"),
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  renew: renewTogether,
  outage: { tryToSignIn: fillForm, message: "not reachable", lookAgain: goOn },
};
