import { chatOf, watchConsole } from "./support/chat.ts";
import { expectToFit, lookAt, PHONE } from "./support/pictures.ts";
import { test as base, expect } from "./support/server.ts";
import { newAccount, signIn, signUpBrowser } from "./support/users.ts";

const test = base.extend<{ complaints: string[] }>({
  // Automatic: a test that never asks for it fails by a complaint all the same.
  complaints: [
    async ({ page }, use) => {
      const complaints = watchConsole(page);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

test("unsent text outlives a reload but not its user", async ({ page, context, server }) => {
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
});

test("Enter while text is being composed sends nothing", async ({ page, context, server }) => {
  await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
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

test("a phone scrolls no page sideways, and its drawer opens and closes", async ({
  page,
  context,
  server,
}) => {
  await page.setViewportSize(PHONE);
  await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
  await expectToFit(page);
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();
  await expectToFit(page);

  const drawer = page.getByRole("dialog", { name: "Threads" });
  const open = page.getByRole("button", { name: "Threads", exact: true });
  await open.click();
  await expect(drawer.getByRole("listitem")).toHaveCount(1);
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

test("the colours follow the system", async ({ page, context, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Show revenue by region");
  await expect(chat.transcript.getByRole("img", { name: /Revenue/ })).toBeVisible();
  await chat.answered();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).not.toBe(light);
});

test("a table is sorted and filtered, and stays so", async ({ page, context, server }) => {
  await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
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

test("sign out everywhere ends the page of another browser", async ({
  page,
  context,
  browser,
  server,
}) => {
  const account = await signUpBrowser(context, server.url);
  await page.goto("/");
  await expect(chatOf(page).composer).toBeEditable();
  const elsewhere = await browser.newContext();
  const [name = "", value = ""] = (await signIn(server.url, account)).split("=");
  await elsewhere.addCookies([{ name, value, url: server.url }]);
  const other = await elsewhere.newPage();
  await other.goto(server.url);
  await expect(chatOf(other).composer).toBeEditable();

  await page.getByRole("button", { name: `Account: ${account.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "You have been signed out" })).toBeVisible({
    timeout: 20_000,
  });
  await elsewhere.close();
});
