import { startEmulator } from "./emulators/supabase.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

test("a link by mail signs in once, and only the browser that asked for it", {
  tag: "@supabase",
}, async ({ page, browser, startServer }) => {
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
