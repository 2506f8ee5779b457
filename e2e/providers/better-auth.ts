import { expect, type Page } from "@playwright/test";
import { type EmulatedUser, users } from "../emulators/emulator.ts";
import type { Scenario } from "./scenario.ts";

async function fillForm(page: Page, { email, password }: EmulatedUser): Promise<void> {
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Better Auth is the app itself, so there is nothing to emulate; an account is created when first needed. */
export const scenario: Scenario = {
  provider: "better-auth",

  async startEmulator() {
    return { env: {}, users, refreshes: () => 0, stop: async () => {} };
  },

  async signIn(page, user) {
    const { origin } = new URL(page.url());
    const made = await fetch(`${origin}/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(user),
    });
    // 422: the account is there already.
    expect([200, 422]).toContain(made.status);
    await fillForm(page, user);
  },

  async wrongPassword(page, user) {
    await fillForm(page, { ...user, password: "not the password" });
    await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
    await page.goto(new URL("/", page.url()).href);
  },
};
