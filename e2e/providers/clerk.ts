import { expect, type Page } from "@playwright/test";
import { issuer } from "../emulators/clerk/instance.ts";
import { startEmulator } from "../emulators/clerk.ts";
import type { EmulatedUser } from "../emulators/emulator.ts";
import type { Scenario } from "./scenario.ts";

async function fillForm(page: Page, { email, password }: EmulatedUser): Promise<void> {
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export const scenario: Scenario = {
  provider: "clerk",
  startEmulator,
  signIn: fillForm,
  scriptReadableIssuer: issuer,

  async wrongPassword(page, user) {
    await fillForm(page, { ...user, password: "not the password" });
    await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
    await page.goto(new URL("/", page.url()).href);
  },
};
