import { chatOf, watchConsole } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signUpBrowser } from "./support/users.ts";

test("a newcomer creates an account, chats, reloads, signs out; the next user sees nothing", async ({
  page,
}) => {
  const ada = newAccount("Ada Lovelace");
  const complaints = watchConsole(page);
  await page.goto("/");
  await page.getByRole("link", { name: "Create account" }).click();
  await page.getByLabel("Name").fill(ada.name);
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Create account" }).click();

  const chat = chatOf(page);
  await chat.ask("Show revenue by region for Zanzibar");
  const chart = chat.transcript.getByRole("img", { name: /Revenue by region/ });
  await expect(chart).toBeVisible();
  await chat.answered();
  await expect(page).toHaveURL(/\/t\/thr_/);
  await expect(chat.threads.getByRole("link")).toHaveCount(1);
  // The axis is drawn last.
  await expect(chart.getByText("Apr", { exact: true })).toBeVisible();
  const text = await chat.transcript.innerText();

  await page.reload();
  await expect(chart).toBeVisible();
  await expect.poll(() => chat.transcript.innerText()).toBe(text);
  const thread = new URL(page.url()).pathname;

  await chat.signOut(ada);
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  expect(complaints).toEqual([]);

  // The second user, in the same browser. Whatever of the first is drawn at any time is recorded.
  const grace = newAccount("Grace Hopper");
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => seen.push(document.body?.innerText ?? "")).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await signUpBrowser(page.context(), new URL(page.url()).origin, grace);
  await page.goto("/");
  await expect(page.getByText("Your threads will appear here")).toBeVisible();
  await expect(page.getByRole("button", { name: `Account: ${grace.name}` })).toBeVisible();
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen.join("\n"));
  expect(seen).toContain("Grace");
  expect(seen).not.toContain("Ada");
  expect(seen).not.toContain("Zanzibar");

  const foreign = await page.goto(thread);
  expect(foreign?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This thread does not exist" })).toBeVisible();
});

test("a tool runs in the browser, its result goes back, and the board keeps what the user did", async ({
  page,
  server,
}) => {
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Plan the beta launch");
  await expect(chat.transcript.getByText("get_open_tasks")).toBeVisible();
  await expect(chat.transcript.getByText("Beta launch", { exact: true })).toBeVisible();
  await chat.answered();

  const column = (name: string) => chat.transcript.getByRole("region", { name });
  const task = column("To do").getByRole("listitem").first();
  const title = await task.getByRole("paragraph").innerText();
  const saved = page.waitForResponse((response) => /components\/.+\/state$/.test(response.url()));
  await task.getByRole("button", { name: /^Move or rename/ }).click();
  await page.getByRole("menuitemradio", { name: "Done" }).click();
  await expect(column("Done").getByRole("paragraph").filter({ hasText: title })).toBeVisible();
  expect((await saved).status()).toBe(200);

  await page.reload();
  await expect(column("Done").getByRole("paragraph").filter({ hasText: title })).toBeVisible();
  await expect(chat.transcript.getByText("get_open_tasks")).toBeVisible();
});

test("an answer is stopped where it is, and the next question is answered", async ({
  page,
  server,
}) => {
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("slow");
  await expect(chat.transcript.getByRole("article").nth(1)).toContainText(/\w+ \w+/);
  await chat.stop.click();
  await chat.answered();
  await expect(chat.transcript.getByText("Stopped by you")).toBeVisible();
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();
  await page.reload();
  await expect(chat.transcript.getByText("Stopped by you")).toBeVisible();
});

test("a failed answer says what happened, and the thread goes on", async ({ page, server }) => {
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("error");
  const failure = page.getByRole("alert").filter({ hasText: "The answer was cut off." });
  await expect(failure).toContainText(
    "The model or the connection failed. What arrived so far is kept.",
  );
  await expect(failure.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(chat.transcript).toContainText("This answer breaks off in the middle of");
  await chat.ask("Show revenue by region");
  await expect(chat.transcript.getByRole("img", { name: /Revenue/ })).toBeVisible();
});

test("threads are renamed, found and deleted", async ({ page, server }) => {
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Show revenue by region");
  await chat.answered();
  const row = chat.threads.getByRole("listitem").first();
  await row.getByRole("link").focus();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: /name/i }).fill("Third quarter");
  await page.keyboard.press("Enter");
  await expect(row.getByRole("link")).toHaveText("Third quarter");
  await page.reload();
  await expect(row.getByRole("link")).toHaveText("Third quarter");

  await page.getByRole("link", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: /^Good / })).toBeVisible();
  await chat.ask("List accounts at risk");
  await chat.answered();
  await expect(chat.threads.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Search threads" }).fill("third");
  await expect(chat.threads.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search threads" }).fill("");

  const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
  await chat.threads.getByRole("link", { name: "Third quarter" }).focus();
  await page.keyboard.press("Delete");
  await expect(chat.threads.getByRole("listitem")).toHaveCount(1);
  expect((await deleted).status()).toBe(204);
  await page.reload();
  await expect(chat.threads.getByRole("listitem")).toHaveCount(1);
});

test("suggestions below an answer lead to the other components", async ({ page, server }) => {
  const complaints = watchConsole(page);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/suggestions$/, async (route) => {
    await released;
    await route.continue();
  });
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  const suggestions = page.getByRole("list", { name: "Suggestions" }).getByRole("button");
  const height = () => chat.transcript.evaluate((log) => log.parentElement?.scrollHeight);

  await chat.ask("Show revenue by region");
  await chat.answered();
  await expect(page.getByRole("button", { name: "Copy answer" })).toBeVisible();
  const before = await height();
  release();
  await expect(suggestions).toHaveText([
    "List accounts",
    "Plan the beta launch",
    "Collect a bug report",
  ]);
  expect(await height()).toBe(before);

  await suggestions.first().focus();
  await page.keyboard.press("Enter");
  await expect(suggestions).toHaveCount(0);
  await expect(chat.composer).toBeFocused();
  await expect(chat.stop).toBeVisible();
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();
  await expect(suggestions.first()).toHaveText("Plan the beta launch");
  await page.reload();
  await expect(suggestions.first()).toHaveText("Plan the beta launch");
  expect(complaints).toEqual([]);
});
