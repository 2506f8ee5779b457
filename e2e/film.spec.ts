import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { root } from "../scripts/lib/root.mjs";
import { chatOf } from "./support/chat.ts";
import { startFilm } from "./support/film.ts";
import { expect, test } from "./support/server.ts";

// For a person to watch: what is typed and read takes the time that it takes a person.
test.use({ viewport: { width: 1024, height: 768 }, colorScheme: "light", reducedMotion: "reduce" });

test("the film of the README", { tag: "@pictures" }, async ({ page, startServer }) => {
  test.setTimeout(120_000);
  const { url } = await startServer({ DEMO_MODEL_DELAY: "40" });
  const chat = chatOf(page);
  const task = chat.transcript.getByRole("checkbox", { name: "Done: Rate limit on sign-up" });
  const read = (seconds: number) => page.waitForTimeout(seconds * 1_000);
  const type = (field: Locator, text: string) => field.pressSequentially(text, { delay: 60 });
  const ask = async (question: string) => {
    await type(chat.composer, question);
    await chat.composer.press("Enter");
    await expect(chat.stop).toBeVisible();
    // In no hurry either, unlike the models of other tests.
    await expect(chat.send).toBeVisible({ timeout: 15_000 });
  };
  const seeAll = async () => {
    await expect(chat.transcript.getByRole("img", { name: /Revenue by region/ })).toBeVisible();
    await expect(task).toBeChecked();
    await read(1.5);
  };

  await page.goto(url);
  const finish = await startFilm(page);
  await read(1.5);
  await page.getByRole("link", { name: "Create account" }).first().click();
  await type(page.getByLabel("Name"), "Ada Lovelace");
  await type(page.getByLabel("E-mail"), "ada@example.com");
  await type(page.getByLabel("Password", { exact: true }), "engine-of-1843");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(chat.composer).toBeEditable();
  await read(1.5);

  await ask("Show revenue by region");
  await read(1.5);
  await ask("Plan the beta launch");
  await read(2);
  const saved = page.waitForResponse((response) => response.url().endsWith("/state"));
  await task.click();
  await saved;
  await read(1.5);

  await page.reload();
  await seeAll();
  await page.getByRole("link", { name: "New chat" }).click();
  await read(1);
  await chat.threads.getByRole("link").first().click();
  await seeAll();
  await chat.transcript.hover();
  for (let turn = 0; turn < 5; turn++) {
    await page.mouse.wheel(0, -120);
    await read(0.2);
  }
  await read(3);
  await finish(join(root, "test-results", "pictures", "chat.webp"));
});
