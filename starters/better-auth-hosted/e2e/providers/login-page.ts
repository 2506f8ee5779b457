import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "#e2e/emulators/emulator.ts";
import { fillForm } from "#e2e/providers/credentials-form.ts";

/** Signs in on the landing page by the form; makes the account there, if there is none yet. */
export async function signIn(page: Page, user: EmulatedUser): Promise<void> {
  await fillForm(page, user);
  const field = page.getByRole("textbox", { name: "Message" });
  const wrong = page.getByRole("alert").filter({ hasText: "password" });
  await expect(field.or(wrong)).toBeVisible();
  if (await field.isVisible()) return;
  await page.getByRole("link", { name: "Create account" }).click();
  await page.getByLabel("Name").fill(user.name);
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(field).toBeVisible();
}
