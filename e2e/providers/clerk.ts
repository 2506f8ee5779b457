import { expect } from "@playwright/test";
import { issuer } from "../emulators/clerk/instance.ts";
import { renewWithClerk } from "./clerk-renewal.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import { emulated, type Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  ...emulated("clerk"),
  // Clerk's SDK accepts a token for five seconds more.
  tokenLifetime: 1,
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  scriptReadableIssuer: issuer,
  renew: renewWithClerk,

  outage: {
    tryToSignIn: fillForm,
    message: "does not work",
    // A session is as long as its token, so by now it has ended.
    async lookAgain({ page, server }) {
      expect((await page.goto(server.url))?.status()).toBe(200);
      await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
    },
  },
};
