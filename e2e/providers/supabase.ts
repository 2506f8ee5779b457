import { signInByMail } from "../steps/mail-link.ts";
import { outlast } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import {
  signInByButton,
  signInByMailCode,
  signInByProvider,
  signInByReset,
  signInWithFactor,
} from "../steps/supabase-ways.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "supabase",
  tokenLifetime: 3_600,
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  sendsOurForm: true,
  renew: renewTogether,
  methods: {
    "a link with a button": signInByButton,
    "a code by mail": signInByMailCode,
    Google: signInByProvider,
    "a new password": signInByReset,
    "a second factor": signInWithFactor,
  },
  special: signInByMail,
  outlast: (stage) => outlast(stage, { tryToSignIn: fillForm, message: "not reachable" }),
  client: { hook: "GET /auth/session" },
  ownToken: {},
};
