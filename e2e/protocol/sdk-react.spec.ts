import { test as base, expect, type Page } from "@playwright/test";
import { type Backend, openBackend, signIn } from "./support/backend.ts";
import type { Client } from "./support/client.ts";
import { serveReactPage } from "./support/react-page.ts";
import { getThread } from "./support/reading.ts";
import { words } from "./support/script.ts";

const test = base.extend<object, { backend: Backend; ada: Client }>({
  backend: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from it.
    async ({}, use) => {
      const { backend, close } = await openBackend();
      await use(backend);
      await close();
    },
    { scope: "worker" },
  ],
  ada: [async ({ backend }, use) => use(await signIn(backend, 0)), { scope: "worker" }],
});

let served: Awaited<ReturnType<typeof serveReactPage>>;

test.beforeAll(async () => {
  served = await serveReactPage();
});
test.afterAll(() => served.close());

/** Opens the page as the first user, on a new thread or a stored one. */
async function open(page: Page, { url, apiKey, subjectTokens }: Backend, threadId?: string) {
  const config = { tamboUrl: url, apiKey, userToken: subjectTokens[0], threadId };
  await page.goto("about:blank");
  await page.goto(`${served.url}/#${encodeURIComponent(JSON.stringify(config))}`);
  let asked = 0;
  /** Waits until everything that was asked has been answered. */
  const ready = () => expect(page.getByRole("status")).toHaveText(`ready after ${asked}`);
  await ready();
  return {
    async ask(text: string) {
      await page.getByLabel("Message").fill(text);
      await page.getByRole("button", { name: "Send" }).click();
      asked += 1;
    },
    ready,
    threadId: () => page.getByRole("region", { name: "Thread" }).innerText(),
  };
}

test("8 the React SDK on another origin asks, shows, reopens and goes on", async ({
  page,
  backend,
  ada,
}) => {
  const chat = await open(page, backend);
  await chat.ask(words.component);
  const weather = page.getByRole("region", { name: "Weather" });
  await expect(weather).toContainText(`${words.city}: 3 days in C`);
  await chat.ready();
  const threadId = await chat.threadId();

  const reopened = await open(page, backend, threadId);
  await expect(weather).toContainText(`${words.city}: 3 days in C`);
  await reopened.ask(words.plain);
  await reopened.ready();
  const thread = await getThread(ada, threadId);
  expect(thread.messages.map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "user",
    "assistant",
  ]);
  await expect.poll(async () => (await getThread(ada, threadId)).name).toMatch(/\w/);
});

test("74 two keys of a component's state, set in the React SDK, are both there after a reload", async ({
  page,
  backend,
}) => {
  const chat = await open(page, backend);
  await chat.ask(words.component);
  await chat.ready();
  const saved = (text: string) =>
    page.waitForResponse(
      (response) =>
        response.url().endsWith("/state") && Boolean(response.request().postData()?.includes(text)),
    );
  const posts = [saved('"F"'), saved('"umbrella"')];
  await page.getByRole("button", { name: "Fahrenheit" }).click();
  await page.getByRole("button", { name: "Umbrella" }).click();
  for (const post of posts) expect((await post).status()).toBe(200);
  await open(page, backend, await chat.threadId());
  const weather = page.getByRole("region", { name: "Weather" });
  await expect(weather).toContainText("3 days in F, note umbrella");
});

test("59 the React SDK carries out several rounds of tools", async ({ page, backend }) => {
  const chat = await open(page, backend);
  await chat.ask(words.threeRounds);
  const items = page.getByRole("main").getByRole("listitem");
  await expect(items.filter({ hasText: "It is 4." })).toBeVisible();
  await expect(items.filter({ hasText: /^(add|multiply|divide)$/ })).toHaveText([
    "add",
    "multiply",
    "divide",
  ]);
});

test("53 an interactable of the React SDK is changed by a call, and the run continues", async ({
  page,
  backend,
}) => {
  const chat = await open(page, backend);
  await chat.ask("Change the Note to oat milk");
  await expect(page.getByRole("region", { name: "Note" })).toHaveText("oat milk");
  await expect(page.getByRole("main")).toContainText("Updated successfully");
  await chat.ready();
});

test("61 the React SDK cancels a run, and the next message is answered", async ({
  page,
  backend,
  ada,
}) => {
  const chat = await open(page, backend);
  await chat.ask(words.slow);
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);
  const cancelled = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "Cancel" }).click();
  expect((await cancelled).status()).toBe(200);
  await chat.ready();
  await chat.ask(words.component);
  await expect(page.getByRole("region", { name: "Weather" })).toBeVisible();
  await chat.ready();
  const { messages } = await getThread(ada, await chat.threadId());
  expect(messages.map(({ isCancelled = false }) => isCancelled)).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

test("76 the React SDK shows suggestions for the last answer", async ({ page, backend }) => {
  const chat = await open(page, backend);
  await chat.ask(words.component);
  const suggestions = page.getByRole("list", { name: "Suggestions" }).getByRole("listitem");
  await expect(suggestions.first()).toHaveText(/\w/);
});
