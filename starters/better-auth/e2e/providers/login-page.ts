import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "#e2e/emulators/emulator.ts";
import { fillForm } from "#e2e/providers/credentials-form.ts";

/** Makes the account, unless it is there already, and signs in to it by our form. */
export async function signIn(page: Page, user: EmulatedUser): Promise<void> {
  const { origin } = new URL(page.url());
  const made = await page.request.post("/auth/sign-up/email", {
    headers: { origin },
    data: user,
  });
  expect(made.status()).toBe(204);
  await page.context().clearCookies();
  await page.goto("/");
  await fillForm(page, user);
}
