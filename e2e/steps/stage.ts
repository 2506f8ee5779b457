import { type Browser, expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";
import type { Scenario } from "../providers/scenario.ts";
import { chatOf } from "../support/chat.ts";
import type { EmulatorProcess } from "../support/emulator-process.ts";
import { makeNaps, type Naps } from "../support/nap.ts";
import { emulate } from "../support/provider-server.ts";
import { type AppServer, test as base, type Settings } from "../support/server.ts";

/** The app with one provider, and a browser in front of it. */
export interface Stage extends Naps {
  page: Page;
  browser: Browser;
  server: AppServer;
  emulator: EmulatorProcess;
  scenario: Scenario;
  /** Has something stop after the test. */
  atEnd(stop: () => Promise<void>): void;
}

interface Fixtures {
  /** Starts a provider's emulator and the app on it; both end with the test. */
  setStage: (scenario: Scenario, settings?: Settings) => Promise<Stage>;
}

export const test = base.extend<Fixtures>({
  setStage: async ({ page, browser, startServer }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (scenario, own = {}) => {
      const { emulator, settings } = await emulate(scenario.provider);
      ends.push(emulator.stop);
      const server = await startServer({ ...settings, ...own });
      const naps = makeNaps(page, [server, emulator]);
      const atEnd = (stop: () => Promise<void>) => void ends.push(stop);
      return { page, browser, server, emulator, scenario, atEnd, ...naps };
    });
    await Promise.all(ends.map((stop) => stop()));
  },
});

/** From wherever a page is to the chat. */
export async function signInAt(
  { server, scenario }: Pick<Stage, "server" | "scenario">,
  page: Page,
  user: EmulatedUser,
): Promise<void> {
  await page.goto(server.url);
  await scenario.signIn(page, user);
  await expect(page.getByRole("button", { name: `Account: ${user.name}` })).toBeVisible();
  await expect(chatOf(page).composer).toBeEditable();
}

/** By another of the provider's ways, from the sign-in page, in a browser of its own. */
export async function signInBy(
  stage: Stage,
  signIn: (stage: Stage, page: Page) => Promise<void>,
): Promise<void> {
  const { server, browser, emulator } = stage;
  const page = await browser.newPage();
  await page.goto(`${server.url}/sign-in`);
  await signIn(stage, page);
  const { name } = emulator.users.alice;
  await expect(page.getByRole("button", { name: `Account: ${name}` })).toBeVisible();
  await page.close();
}

/** The cookies that a page would send to the app, as a header. */
export async function readCookie({ server }: Pick<Stage, "server">, page: Page): Promise<string> {
  const cookies = await page.context().cookies(server.url);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
