import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { chatOf } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { signIn, signUpBrowser } from "./support/users.ts";

/** Chooses an item of the account's menu that saves a file, and reads that file. */
async function saveFrom(page: Page, item: string) {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Account: / }).click();
  await page.getByRole("menuitem", { name: item }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

test("a user exports a thread, then deletes everything and is signed out", async ({
  page,
  context,
  server,
}) => {
  const ada = await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
  const named = page.waitForResponse((response) => response.url().endsWith("/generate-name"));
  await chat.ask("Show revenue by region");
  await chat.answered();
  await named;
  const markdown = await saveFrom(page, "Export this thread as Markdown");
  expect(markdown.name).toBe("Show revenue by region.md");
  expect(markdown.text).toContain("\n**Chart**\n\n```json\n");
  const json = await saveFrom(page, "Export this thread as JSON");
  expect(json.name).toBe("Show revenue by region.json");
  expect(JSON.parse(json.text).messages).toHaveLength(2);

  const thread = new URL(page.url()).pathname;
  const other = await context.newPage();
  await other.goto(thread);
  await expect(chatOf(other).transcript).toContainText("Show revenue by region");

  const dialog = page.getByRole("dialog", { name: "Delete your data?" });
  const openDialog = async () => {
    await page.getByRole("button", { name: `Account: ${ada.name}` }).click();
    await page.getByRole("menuitem", { name: "Delete my data" }).click();
  };
  await openDialog();
  await expect(dialog).toHaveAccessibleDescription(/All your threads are deleted for good/);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await openDialog();
  await dialog.getByRole("button", { name: "Delete my data" }).click();
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "You have been signed out" })).toBeVisible();

  const [name = "", value = ""] = (await signIn(server.url, ada)).split("=");
  await context.addCookies([{ name, value, url: server.url }]);
  await page.goto("/");
  await expect(page.getByText("Your threads will appear here")).toBeVisible();
  expect((await page.goto(thread))?.status()).toBe(404);
});
