import type { Page } from "@playwright/test";
import { startEmulator } from "./emulators/workos.ts";
import { signIn } from "./providers/oidc-login.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

/** The statuses of five requests that are sent together. */
const askTogether = (page: Page) =>
  page.evaluate(async () => {
    const requests = Array.from({ length: 5 }, () => fetch("/user-token"));
    return (await Promise.all(requests)).map(({ status }) => status).join();
  });

/** A token that lives one second: the emulator adds the 30 that the SDK renews ahead. */
const EXPIRES_AT_ONCE = -29;

test("sessions renew once for requests that arrive together", async ({ page, startServer }) => {
  test.setTimeout(120_000);
  const PORT = String(await findFreePort());
  const options = { appUrl: `http://localhost:${PORT}`, tokenLifetime: 2 };
  const emulator = await startEmulator(options);
  try {
    const { url } = await startServer({ PORT, AUTH_PROVIDER: "workos", ...emulator.env });
    await page.goto(url);
    await signIn(page, emulator.users.alice);
    await expect(chatOf(page).composer).toBeEditable();
    for (let renewal = 0; renewal < 5; renewal += 1) {
      const before = emulator.refreshes();
      const renewals = async () => {
        expect(await askTogether(page)).toBe("200,200,200,200,200");
        return emulator.refreshes() - before;
      };
      await expect.poll(renewals).toBe(1);
    }
  } finally {
    await emulator.stop();
  }
});

test("a session goes on while WorkOS cannot be reached", async ({ page, startServer }) => {
  test.setTimeout(120_000);
  const PORT = String(await findFreePort());
  const appUrl = `http://localhost:${PORT}`;
  const emulator = await startEmulator({ appUrl, tokenLifetime: EXPIRES_AT_ONCE });
  try {
    const { url } = await startServer({ PORT, AUTH_PROVIDER: "workos", ...emulator.env });
    await page.goto(url);
    await signIn(page, emulator.users.alice);
    await expect(chatOf(page).composer).toBeEditable();
    const before = await page.evaluate(() => fetch("/user-token").then((r) => r.json()));

    await emulator.stop();
    expect((await page.goto(url))?.status()).toBe(200);
    await expect(chatOf(page).composer).toBeEditable();
    const after = await page.evaluate(() => fetch("/user-token").then((r) => r.json()));
    expect(after.ownerId).toBe(before.ownerId);
    await chatOf(page).ask("List accounts at risk");
    await expect(chatOf(page).transcript.getByRole("table")).toBeVisible({ timeout: 30_000 });

    // Without WorkOS the cookie is all there is of the session, and it goes.
    const response = await page.request.post(`${url}/sign-out`, {
      headers: { origin: url },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(303);
    expect((await page.request.get(`${url}/user-token`)).status()).toBe(401);
  } finally {
    await emulator.stop();
  }
});
