import { expect, type Page } from "@playwright/test";
import { leave, ways } from "../steps/mail-and-services.ts";
import { signInByCode, signInByPasskey } from "../steps/own-account.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

/** Better Auth is the app itself; an account is created when first needed. */
export const scenario: Scenario = {
  provider: "better-auth",

  async signIn(page, user) {
    const { origin } = new URL(page.url());
    const made = await fetch(`${origin}/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(user),
    });
    // Whether or not the account is there already.
    expect(made.status).toBe(204);
    await fillForm(page, user);
  },

  wrongPassword: fillWrongPassword,
  sendsOurForm: true,
  methods: { passkey: signInByPasskey, "code after the password": signInByCode, ...ways },
  special: leave,
  client: { hook: "GET /auth/get-session", endBySdk },
};

async function endBySdk(tab: Page, dropCookies: () => Promise<void>): Promise<void> {
  await dropCookies();
  await tab.evaluate(() => {
    const message = { event: "session", data: { trigger: "signout" } };
    localStorage.setItem("better-auth.message", JSON.stringify(message));
  });
}
