import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";
import { outlast } from "../steps/outlast.ts";
import { renewTogether } from "../steps/renew.ts";
import type { Stage } from "../steps/stage.ts";
import { fillLogin, goToProvider, signIn } from "./login-page.ts";

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

/** The further sources of Auth.js. The first that is used starts the app anew with all of them. */
export const sources = Object.fromEntries(
  ["GitHub", "Microsoft", "Example"].map((label) => [
    label,
    async ({ server, emulator }: Stage, page: Page) => {
      await page.goto(`${server.url}/sign-in`);
      if ((await page.getByRole("link", { name: /^Continue with/ }).count()) === 1) {
        await server.restart(emulator.further);
        await page.reload();
      }
      await expect(page.getByRole("link", { name: /^Continue with/ })).toHaveCount(4);
      await page.getByRole("link", { name: `Continue with ${label}` }).click();
      await fillLogin(page, emulator.users.alice);
    },
  ]),
);

/** Takes the sources away by which `page` has signed in: its user is told so. Ends with the first source alone. */
export async function takeSourcesAway({ server, emulator }: Stage, page: Page): Promise<void> {
  const unset = Object.keys(emulator.further ?? {}).map((name) => [name, ""]);
  await server.restart(Object.fromEntries(unset));
  await page.goto(server.url);
  await expect(page).toHaveURL(`${server.url}/sign-in?problem=source`);
  await expect(
    page.getByRole("alert").filter({ hasText: "not offered here any more" }),
  ).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByRole("link", { name: "Sign in", exact: true })).toBeVisible();
}
