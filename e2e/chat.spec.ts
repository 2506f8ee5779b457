import { chatOf, watchConsole } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signIn, signUpBrowser } from "./support/users.ts";

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

test("a tool runs in the browser, the board keeps what the user did, and an answer is stopped where it is", async ({
  page,
  server,
}) => {
  // A page that still rolls to its end takes a button away between press and release.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Plan the beta launch");
  await expect(chat.transcript.getByText("get_open_tasks")).toBeVisible();
  await expect(chat.transcript.getByText("Beta launch", { exact: true })).toBeVisible();
  await chat.answered();
  await expect(page.getByRole("list", { name: "Suggestions" })).toBeVisible();

  const column = (name: string) => chat.transcript.getByRole("region", { name });
  const task = column("To do").getByRole("listitem").first();
  const title = await task.getByRole("paragraph").innerText();
  const saved = page.waitForResponse((response) => /components\/.+\/state$/.test(response.url()));
  await task.getByRole("button", { name: /^Move or rename/ }).click();
  await page.getByRole("menuitemradio", { name: "Done" }).click();
  await expect(column("Done").getByRole("paragraph").filter({ hasText: title })).toBeVisible();
  expect((await saved).status()).toBe(200);
  const other = column("To do").getByRole("listitem").first();
  await other.getByRole("button", { name: /^Move or rename/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await expect(other.getByRole("textbox", { name: "Task title" })).toBeFocused();
  await page.keyboard.type("Renamed");
  await page.keyboard.press("Enter");
  await expect(other.getByRole("button", { name: "Move or rename Renamed" })).toBeFocused();

  // An answer is stopped where it is, and the next question is answered.
  await chat.ask("slow");
  await expect(chat.transcript.getByText(/^This answer/)).toBeVisible();
  await chat.stop.click();
  await chat.answered();
  await expect(chat.transcript.getByText("Stopped by you")).toBeVisible();
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();

  await page.reload();
  await expect(column("Done").getByRole("paragraph").filter({ hasText: title })).toBeVisible();
  await expect(chat.transcript.getByText("get_open_tasks")).toBeVisible();
  await expect(chat.transcript.getByText("Stopped by you")).toBeVisible();
});

test("suggestions below an answer lead to the other components", async ({ page, server }) => {
  const complaints = watchConsole(page);
  const { promise: areAskedFor, resolve: askedFor } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/suggestions$/, async (route) => {
    askedFor();
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
  // Their place is there before they are asked for, and not before the answer has ended.
  await areAskedFor;
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
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();
  await expect(suggestions.first()).toHaveText("Plan the beta launch");
  await page.reload();
  await expect(suggestions.first()).toHaveText("Plan the beta launch");
  expect(complaints).toEqual([]);
});

test("unsent text outlives a reload but not its user", async ({ page, context, server }) => {
  const complaints = watchConsole(page);
  await signUpBrowser(context, server.url, newAccount("Ada Lovelace"));
  await page.goto("/");
  const { composer, signOut } = chatOf(page);
  await composer.fill("A secret of Ada");
  await page.reload();
  await expect(composer).toHaveValue("A secret of Ada");

  // The session changes under the tab, as it does where another tab signs somebody else in.
  const grace = await signUpBrowser(context, server.url, newAccount("Grace Hopper"));
  await page.goto("/");
  await expect(page.getByRole("button", { name: `Account: ${grace.name}` })).toBeVisible();
  await expect(composer).toBeEditable();
  await expect(composer).toHaveValue("");
  await composer.fill("A secret of Grace");
  await signOut(grace);
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(stored).not.toContain("secret");
  expect(complaints).toEqual([]);
});

test("sign out everywhere ends the page of another browser", async ({
  page,
  context,
  browser,
  server,
}) => {
  const complaints = watchConsole(page);
  const account = await signUpBrowser(context, server.url);
  await page.goto("/");
  await expect(chatOf(page).composer).toBeEditable();
  const elsewhere = await browser.newContext();
  const [name = "", value = ""] = (await signIn(server.url, account)).split("=");
  await elsewhere.addCookies([{ name, value, url: server.url }]);
  const other = await elsewhere.newPage();
  await other.clock.install();
  await other.goto(server.url);
  await expect(chatOf(other).composer).toBeEditable();

  await page.getByRole("button", { name: `Account: ${account.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  // It looks every fifteen seconds.
  await other.clock.fastForward(15_000);
  await expect(other.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
  await elsewhere.close();
  expect(complaints).toEqual([]);
});
