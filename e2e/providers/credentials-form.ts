import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";

/** Signs in on our own form, from the landing page. */
export async function fillForm(page: Page, { email, password }: EmulatedUser): Promise<void> {
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Sees the message for a wrong password, and goes back to the landing page. */
export async function fillWrongPassword(page: Page, user: EmulatedUser): Promise<void> {
  await fillForm(page, { ...user, password: "not the password" });
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await page.goto(new URL("/", page.url()).href);
}
