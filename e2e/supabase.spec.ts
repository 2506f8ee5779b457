import type { Page } from "@playwright/test";
import { startEmulator } from "./emulators/supabase.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

/** The statuses of five requests that are sent together. */
const askTogether = (page: Page) =>
  page.evaluate(async () => {
    const requests = Array.from({ length: 5 }, () => fetch("/user-token"));
    return (await Promise.all(requests)).map(({ status }) => status).join();
  });

test("a link by mail signs in once, and only the browser that asked for it", async ({
  page,
  browser,
  startServer,
}) => {
  test.setTimeout(120_000);
  const PORT = String(await findFreePort());
  const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}` });
  try {
    const { url } = await startServer({ PORT, AUTH_PROVIDER: "supabase", ...emulator.env });
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("E-mail").fill(emulator.users.alice.email);
    await page.getByRole("button", { name: "E-mail me a link instead" }).click();
    await expect(page.getByText("A link is on its way to alice@example.com")).toBeVisible();

    const mailbox = await browser.newPage();
    await mailbox.goto(`${emulator.env.SUPABASE_URL}/mails`);
    const link = (await mailbox.getByRole("link").first().getAttribute("href")) ?? "";
    await page.goto(link);
    await expect(chatOf(page).composer).toBeEditable();
    await expect(
      page.getByRole("button", { name: `Account: ${emulator.users.alice.name}` }),
    ).toBeVisible();

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("E-mail").fill(emulator.users.alice.email);
    await page.getByRole("button", { name: "E-mail me a link instead" }).click();
    await expect(page.getByText("A link is on its way")).toBeVisible();
    await mailbox.reload();
    await mailbox.getByRole("link").last().click();
    await expect(mailbox.getByRole("alert").filter({ hasText: "another browser" })).toBeVisible();
    await mailbox.close();
  } finally {
    await emulator.stop();
  }
});

test("sessions renew once for requests that arrive together, and an outage ends nothing", async ({
  page,
  startServer,
}) => {
  test.setTimeout(120_000);
  const PORT = String(await findFreePort());
  const options = { appUrl: `http://localhost:${PORT}`, tokenLifetime: 2 };
  const emulator = await startEmulator(options);
  try {
    const { url } = await startServer({ PORT, AUTH_PROVIDER: "supabase", ...emulator.env });
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("E-mail").fill(emulator.users.alice.email);
    await page.getByLabel("Password", { exact: true }).fill(emulator.users.alice.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
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
    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("E-mail").fill(emulator.users.alice.email);
    await page.getByLabel("Password", { exact: true }).fill(emulator.users.alice.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "not reachable" })).toBeVisible();
  } finally {
    await emulator.stop();
  }
});
