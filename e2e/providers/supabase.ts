import { goOn } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "supabase",
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  renew: renewTogether,
  outage: { tryToSignIn: fillForm, message: "not reachable", lookAgain: goOn },
};
