import type { Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";

/** Signs in on the emulated provider's login page. */
export async function fillLogin(page: Page, { email, password }: EmulatedUser): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** From our landing page over the emulated provider's login page back to the chat. */
export async function signIn(page: Page, user: EmulatedUser): Promise<void> {
  await goToProvider(page);
  await fillLogin(page, user);
}

/** From the landing page, or from the sign-in page where something went wrong. */
export const goToProvider = (page: Page) =>
  page.getByRole("link", { name: /^(Sign in$|Continue with )/ }).click();
