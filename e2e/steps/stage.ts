import { type Browser, expect, type Page } from "@playwright/test";
import type { EmulatedUser, Emulator } from "../emulators/emulator.ts";
import type { Scenario } from "../providers/scenario.ts";
import { chatOf } from "../support/chat.ts";
import type { AppServer } from "../support/server.ts";

/** The app with one provider, and a browser in front of it. */
export interface Stage {
  page: Page;
  browser: Browser;
  server: AppServer;
  emulator: Emulator;
  scenario: Scenario;
}

/** From wherever a page is to the chat. */
export async function signInAt(
  { server, scenario }: Stage,
  page: Page,
  user: EmulatedUser,
): Promise<void> {
  await page.goto(server.url);
  await scenario.signIn(page, user);
  await expect(page.getByRole("button", { name: `Account: ${user.name}` })).toBeVisible();
  await expect(chatOf(page).composer).toBeEditable();
}

/** The cookies that a page would send to the app, as a header. */
export async function readCookie({ server }: Stage, page: Page): Promise<string> {
  const cookies = await page.context().cookies(server.url);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
