import { expectToFit, lookAt, PHONE } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { provideVisit } from "./support/visit.ts";

const visit = provideVisit();
test.afterEach(() => expect(visit().complaints).toEqual([]));

test("Enter while text is being composed sends nothing", async () => {
  const { chat } = visit();
  await chat.composer.fill("こんにちは");
  // `isComposing` is what the standard says; Safari ends a composition with key code 229 instead.
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    const isUntouched = await chat.composer.evaluate(
      (field, init) =>
        field.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }),
        ),
      composing,
    );
    expect(isUntouched).toBe(true);
    await expect(chat.composer).toHaveValue("こんにちは");
    await expect(chat.stop).toBeHidden();
  }
  await chat.ask("こんにちは");
  await chat.answered();
  await expect(chat.transcript.getByRole("heading", { name: "You asked" })).toHaveCount(1);
});

test("keys", async () => {
  const { page, chat, account } = visit();
  await page.keyboard.press("Control+/");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toBeVisible();
  await lookAt(page, "keys");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();

  const menu = page.getByRole("button", { name: `Account: ${account.name}` });
  await menu.click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await expect(list).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(menu).toBeFocused();

  await page.getByRole("link", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: /^Good / })).toBeVisible();
  await chat.threads.getByRole("link").click();
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);
  await chat.composer.focus();
  await page.keyboard.press("ArrowUp");
  await expect(chat.composer).toHaveValue("こんにちは");
  await chat.composer.fill("");
  const heading = page.locator("article > h2:focus");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heading).toHaveText("Answer");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heading).toHaveText("You asked");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(heading).toHaveText("Answer");
  await page.keyboard.press("/");
  await expect(chat.composer).toBeFocused();
  await page.keyboard.press("Control+Shift+O");
  await expect(page).toHaveURL(/\/$/);
});

test("a table is sorted and filtered, and stays so", async () => {
  const { page, chat } = visit();
  await chat.ask("List accounts");
  const table = chat.transcript.getByRole("table");
  const names = table.getByRole("rowheader");
  await expect(names).toHaveCount(12);
  await chat.answered();

  const seats = table.getByRole("columnheader", { name: "Seats" });
  await seats.getByRole("button").click();
  await expect(seats).toHaveAttribute("aria-sort", "ascending");
  await expect(names.first()).toHaveText("Hollow Pine");
  await seats.getByRole("button").click();
  await expect(seats).toHaveAttribute("aria-sort", "descending");
  await expect(names.first()).toHaveText("Granite Bank");

  const saved = page.waitForResponse(
    (response) =>
      response.url().endsWith("/state") && /at risk/.test(response.request().postData() ?? ""),
  );
  await chat.transcript.getByRole("button", { name: "Filter" }).click();
  await chat.transcript.getByRole("searchbox", { name: "Filter rows" }).fill("at risk");
  const atRisk = ["Kestrel Air", "Blue Harbour", "Hollow Pine"];
  await expect(names).toHaveText(atRisk);
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(names).toHaveText(atRisk);
});

test("a thread that is opened anew has no name until one is known", async () => {
  const { page, chat } = visit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/v1\/threads[/?]/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(chat.composer).toBeEditable();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Loading the thread");
  await expect(page).toHaveTitle("Northwind");
  release();
  const row = chat.threads.locator("[aria-current=page]");
  await expect(heading).toHaveText(await row.innerText());
  await page.unroute(/\/v1\/threads[/?]/);
});

test("the colours follow the system", async () => {
  const { page } = visit();
  await page.emulateMedia({ colorScheme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).not.toBe(light);
});

test("a phone scrolls no page sideways, and its drawer opens and closes", async () => {
  const { page, chat } = visit();
  await page.setViewportSize(PHONE);
  await page.goto("/");
  await expect(chat.composer).toBeEditable();
  await expectToFit(page);
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();
  await expectToFit(page);

  const drawer = page.getByRole("dialog", { name: "Threads" });
  const open = page.getByRole("button", { name: "Threads", exact: true });
  await open.click();
  await expect(drawer.getByRole("listitem")).toHaveCount(3);
  await expectToFit(page);
  await lookAt(page, "drawer");
  await drawer.getByRole("button", { name: "Close threads" }).click();
  await expect(drawer).toBeHidden();
  await open.click();
  await drawer.getByRole("searchbox", { name: "Search threads" }).fill("nothing like it");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(open).toBeFocused();
});
