import { expect } from "@playwright/test";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";
import { askForLink, readMail } from "./supabase-ways.ts";

/** The usual link by mail signs in once, and only the browser that asked for it. */
export async function signInByMail(stage: Stage): Promise<void> {
  const { browser, server, emulator } = stage;
  const { bob } = emulator.users;
  const [page, other] = await Promise.all([browser.newPage(), browser.newPage()]);
  const ask = async () => {
    await page.goto(`${server.url}/sign-in?returnTo=%2Ft%2Fsome-thread`);
    await askForLink(page, bob.email);
    return (await readMail(stage)).link;
  };
  await page.goto(await ask());
  await expect(page).toHaveURL(`${server.url}/t/some-thread`);
  await page.goto(server.url);
  await expect(chatOf(page).composer).toBeEditable();
  await expect(page.getByRole("button", { name: `Account: ${bob.name}` })).toBeVisible();

  await page.context().clearCookies();
  const link = await ask();
  await other.goto(link);
  await expect(other.getByRole("alert").filter({ hasText: "another browser" })).toBeVisible();
  await Promise.all([page.close(), other.close()]);
}
