import { callApi, readAccessToken } from "./support/api.ts";
import { lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { provideVisit } from "./support/visit.ts";

const THREAD = /\/v1\/threads\/thr_/;

const visit = provideVisit();
test.beforeAll(async () => {
  const { page, chat } = visit();
  await chat.ask("Collect a bug report");
  await chat.answered();
  await page.goto("/");
  await expect(chat.threads.getByRole("link")).toHaveCount(1);
});

test("offline", async () => {
  const { page, context, chat, expectSaid } = visit();
  await expect(chat.composer).toBeEditable();
  await chat.composer.fill("Kept");
  await context.setOffline(true);
  await expect(page.getByText("You are offline. Your text is kept.").first()).toBeVisible();
  await expect(chat.send).toHaveAttribute("aria-disabled", "true");
  await lookAt(page, "offline");
  await chat.composer.press("Enter");
  await expect(chat.composer).toHaveValue("Kept");
  await context.setOffline(false);
  await expectSaid("Back online");
  await expect(chat.send).toHaveAttribute("aria-disabled", "false");
  await chat.composer.fill("");
});

test("loading a thread", async () => {
  const { page, chat, expectSaid } = visit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(THREAD, async (route) => {
    await held;
    await route.continue();
  });
  await chat.threads.getByRole("link").click();
  await expect(page.getByRole("main").locator("[aria-busy=true]")).toBeVisible();
  await lookAt(page, "loading-a-thread");
  await expectSaid("Loading the thread");
  release();
  await expect(chat.transcript.getByRole("form", { name: "Bug report" })).toBeVisible();
  await page.unroute(THREAD);
});

test("a form while offline is not sent, and keeps what was entered", async () => {
  const { page, context, chat } = visit();
  const form = chat.transcript.getByRole("form", { name: "Bug report" });
  const what = form.getByLabel("What goes wrong?");
  await what.fill("Export stops");
  await form.getByLabel("How bad is it?").selectOption("Annoying");
  await context.setOffline(true);
  await expect(page.getByText("You are offline. Your text is kept.").first()).toBeVisible();
  await form.getByRole("button", { name: "Send report" }).click();
  await expect(chat.composer).toBeFocused();
  await expect(what).toHaveValue("Export stops");
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);
  await context.setOffline(false);
  await expect(chat.send).toHaveAttribute("aria-disabled", "true");
});

test("rename", async () => {
  const { page, chat, expectSaid } = visit();
  const row = chat.threads.getByRole("link");
  const name = page.getByRole("textbox", { name: "Name of the thread" });
  await row.focus();
  await page.keyboard.press("F2");
  await name.fill("Never saved");
  await page.keyboard.press("Escape");
  await expect(row).not.toHaveText("Never saved");
  await expect(row).toBeFocused();

  await page.keyboard.press("F2");
  await name.fill("");
  await page.keyboard.press("Enter");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await lookAt(page, "rename");
  // On the phone's screen the list was away, and the field with it.
  await row.focus();
  await page.keyboard.press("F2");

  await page.route(THREAD, (route) =>
    route.request().method() === "PATCH" ? route.fulfill({ status: 500 }) : route.continue(),
  );
  await name.fill("Refused");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The name could not be saved. The old one is back.")).toBeVisible();
  await expect(row).not.toHaveText("Refused");
  await page.unroute(THREAD);

  await row.focus();
  await page.keyboard.press("F2");
  await name.fill("Third quarter");
  await page.keyboard.press("Enter");
  await expect(row).toHaveText("Third quarter");
  await expect(row).toBeFocused();
  await expectSaid("Renamed to Third quarter");
  await page.reload();
  await expect(row).toHaveText("Third quarter");
});

test("thread search", async () => {
  const { page, chat, expectSaid } = visit();
  await page.getByRole("link", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: /^Good / })).toBeVisible();
  await chat.ask("List accounts at risk");
  await chat.answered();
  await expect(chat.threads.getByRole("listitem")).toHaveCount(2);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("searchbox", { name: "Search threads" });
  await expect(field).toBeFocused();
  const asked = page.waitForResponse(/\/v1\/threads\?.*search=third/);
  await field.fill("third");
  const answer = await (await asked).json();
  expect(answer.threads.map((thread: { name: string }) => thread.name)).toEqual(["Third quarter"]);
  await expect(chat.threads.getByRole("link")).toHaveText(["Third quarter"]);
  await expect(chat.threads.locator("b")).toHaveText("Third");
  await expectSaid("1 thread");
  await lookAt(page, "thread-search");
  await field.fill("nothing like it");
  await expect(page.getByText("Nothing found for “nothing like it”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("");
  await expect(chat.composer).toBeFocused();
});

test("rename and delete by a row's menu", async () => {
  const { page, chat } = visit();
  const row = chat.threads.getByRole("link", { name: "Third quarter" });
  const menu = page.getByRole("button", { name: "Actions for Third quarter" });
  const name = page.getByRole("textbox", { name: "Name of the thread" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await expect(name).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row).toBeFocused();
  await menu.click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
  await expect(chat.threads.getByRole("link", { name: "List accounts at risk" })).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(row).toHaveCount(1);
});

test("delete", async () => {
  const { page, chat } = visit();
  const row = chat.threads.getByRole("link", { name: "Third quarter" });
  await row.focus();
  await page.keyboard.press("Delete");
  await expect(row).toHaveCount(0);
  const notices = page.getByRole("region", { name: "Notices" }).getByRole("listitem");
  const notice = notices.filter({ hasText: "Thread deleted" });
  await expect(notice).toBeVisible();
  await lookAt(page, "delete");
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(row).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(row).toHaveCount(1);
  await expect(chat.threads.getByRole("listitem")).toHaveCount(2);

  // Eight seconds to undo it, and it is gone. They stand still below the mouse, which still is at Undo.
  await page.mouse.move(0, 0);
  await page.clock.install();
  const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
  await chat.threads.getByRole("link", { name: "List accounts at risk" }).focus();
  await page.keyboard.press("Delete");
  await expect(chat.threads.getByRole("listitem")).toHaveCount(1);
  await page.clock.fastForward(8_000);
  expect((await deleted).status()).toBe(204);
  await page.reload();
  await expect(chat.threads.getByRole("listitem")).toHaveCount(1);
});

test("a thread that is deleted as the page is left is gone", async ({ server }) => {
  const { page, context, chat } = visit();
  const row = chat.threads.getByRole("link", { name: "Third quarter" });
  const threadId = String(await row.getAttribute("href")).slice("/t/".length);
  const [cookie] = (await context.cookies(server.url)).map(({ name, value }) => `${name}=${value}`);
  const bearer = await readAccessToken(server.url, String(cookie));
  const readStatus = async () =>
    (await callApi(server.url, bearer, "GET", `/v1/threads/${threadId}`)).status;
  expect(await readStatus()).toBe(200);
  await row.focus();
  await page.keyboard.press("Delete");
  await expect(row).toHaveCount(0);
  expect(await readStatus()).toBe(200);
  await page.goto("about:blank");
  await expect.poll(readStatus).toBe(404);
});
