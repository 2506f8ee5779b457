import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";
import { outlast } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import type { Stage } from "../steps/stage.ts";

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

/** Is told so by the emulated provider, and turns back. */
export async function wrongPassword(page: Page, user: EmulatedUser): Promise<void> {
  const landing = page.url();
  await signIn(page, { ...user, password: "not the password" });
  await expect(page.getByRole("alert")).toContainText("password");
  await page.goto(landing);
}

/** From the landing page, or from the sign-in page where something went wrong. */
const goToProvider = (page: Page) =>
  page.getByRole("link", { name: /^(Sign in$|Continue with )/ }).click();

/** A provider with a sign-in page of its own. */
export const hosted = {
  signIn,
  wrongPassword,
  renew: renewTogether,
  outlast: (stage: Stage) =>
    outlast(stage, { tryToSignIn: goToProvider, message: /did not work|out of reach/ }),
};
