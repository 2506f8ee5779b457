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

test("sessions renew once for requests that arrive together, and an outage ends nothing", async ({
  page,
  startServer,
}) => {
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
    await emulator.stop();
    expect((await page.goto(url))?.status()).toBe(200);
    await expect(chatOf(page).composer).toBeEditable();
  } finally {
    await emulator.stop();
  }
});
