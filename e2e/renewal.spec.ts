import type { Page } from "@playwright/test";
import { scenario as auth0 } from "./providers/auth0.ts";
import { scenario as authjs } from "./providers/authjs.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

const LIFETIME = 6; // seconds; ten requests together must take less
const EXPIRIES = 5;

/** Resolves when a token that was issued just now has expired. */
async function expired(): Promise<void> {
  const issuedAt = Date.now();
  const age = () => (Date.now() - issuedAt) / 1_000;
  await expect.poll(age, { timeout: 2_000 * LIFETIME }).toBeGreaterThan(LIFETIME);
}

/** The status of as many requests at once, all with the cookie of the moment. */
function askForUserToken(page: Page, times: number): Promise<number[]> {
  return page.evaluate(async (times) => {
    const ask = async () => (await fetch("/user-token")).status;
    return Promise.all(Array.from({ length: times }, ask));
  }, times);
}

for (const { provider, startEmulator, signIn } of [authjs, auth0]) {
  test(`${provider}: five expiries, five refreshes, and nobody notices`, async ({
    page,
    context,
    startServer,
  }) => {
    test.setTimeout(120_000);
    const PORT = String(await findFreePort());
    const appUrl = `http://localhost:${PORT}`;
    const emulator = await startEmulator({ appUrl, tokenLifetime: LIFETIME });
    try {
      const server = await startServer({ PORT, AUTH_PROVIDER: provider, ...emulator.env });
      await page.goto(server.url);
      await signIn(page, emulator.users.alice);
      const chat = chatOf(page);
      await expect(chat.composer).toBeEditable();
      const second = await context.newPage();
      await second.goto(server.url);
      await expect(chatOf(second).composer).toBeEditable();
      let loads = 0;
      page.on("load", () => {
        loads += 1;
      });

      for (let count = 1; count <= EXPIRIES; count += 1) {
        const before = emulator.refreshes();
        await expired();
        const statuses = await Promise.all([askForUserToken(page, 5), askForUserToken(second, 5)]);
        expect(statuses.flat()).toEqual(Array(10).fill(200));
        expect(emulator.refreshes()).toBe(before + 1);
      }
      await chat.ask("hello");
      await chat.answered();
      expect(loads).toBe(0);
    } finally {
      await emulator.stop();
    }
  });

  test(`${provider}: while the provider is out of reach the signed-in stay, and others are told`, async ({
    page,
    browser,
    startServer,
  }) => {
    const PORT = String(await findFreePort());
    const appUrl = `http://localhost:${PORT}`;
    const emulator = await startEmulator({ appUrl, tokenLifetime: LIFETIME });
    const server = await startServer({ PORT, AUTH_PROVIDER: provider, ...emulator.env });
    await page.goto(server.url);
    await signIn(page, emulator.users.alice);
    const chat = chatOf(page);
    await expect(chat.composer).toBeEditable();
    await emulator.stop();
    await expired();

    await page.reload();
    await chat.ask("hello");
    await chat.answered();

    const visitor = await browser.newPage();
    await visitor.goto(server.url);
    await visitor.getByRole("link", { name: "Sign in" }).click();
    await expect(visitor.getByRole("alert").filter({ hasText: "did not work" })).toBeVisible();
    await visitor.close();

    await chat.signOut(emulator.users.alice);
    await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  });
}
