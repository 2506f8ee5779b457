import { expect } from "@playwright/test";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

/** A link by mail signs in once, and only the browser that asked for it. */
export async function signInByMail({ browser, server, emulator }: Stage): Promise<void> {
  const { alice } = emulator.users;
  const [page, mailbox] = await Promise.all([browser.newPage(), browser.newPage()]);
  const askForLink = async () => {
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel("E-mail").fill(alice.email);
    await page.getByRole("button", { name: "E-mail me a link instead" }).click();
    await expect(page.getByText(`A link is on its way to ${alice.email}`)).toBeVisible();
  };
  await askForLink();
  await mailbox.goto(`${emulator.env.SUPABASE_URL}/mails`);
  const link = (await mailbox.getByRole("link").first().getAttribute("href")) ?? "";
  await page.goto(link);
  await expect(chatOf(page).composer).toBeEditable();
  await expect(page.getByRole("button", { name: `Account: ${alice.name}` })).toBeVisible();

  await page.context().clearCookies();
  await askForLink();
  await mailbox.reload();
  await mailbox.getByRole("link").last().click();
  await expect(mailbox.getByRole("alert").filter({ hasText: "another browser" })).toBeVisible();
  await Promise.all([page.close(), mailbox.close()]);
}
