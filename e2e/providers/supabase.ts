import { signInByMail } from "../steps/mail-link.ts";
import { outlast } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "supabase",
  tokenLifetime: 3_600,
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  sendsOurForm: true,
  renew: renewTogether,
  special: signInByMail,
  outlast: (stage) => outlast(stage, { tryToSignIn: fillForm, message: "not reachable" }),
  client: { hook: "GET /auth/session" },
  ownToken: {},
};
