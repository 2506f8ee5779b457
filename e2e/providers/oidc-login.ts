import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";
import { outlast } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import type { Stage } from "../steps/stage.ts";
import { goToProvider, signIn } from "./login-page.ts";

/** Is told so by the emulated provider, and turns back. */
export async function wrongPassword(page: Page, user: EmulatedUser): Promise<void> {
  const landing = page.url();
  await signIn(page, { ...user, password: "not the password" });
  await expect(page.getByRole("alert")).toContainText("password");
  await page.goto(landing);
}

/** A provider with a sign-in page of its own. */
export const hosted = {
  signIn,
  wrongPassword,
  renew: renewTogether,
  outlast: (stage: Stage) =>
    outlast(stage, { tryToSignIn: goToProvider, message: /did not work|out of reach/ }),
};
