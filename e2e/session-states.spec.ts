import { chatOf } from "./support/chat.ts";
import { lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { type Account, newAccount, signUpBrowser } from "./support/users.ts";
import { provideVisit } from "./support/visit.ts";

const visit = provideVisit();
let account: Account;
test.beforeAll(() => {
  account = visit().account;
});

/** What a page does when its tab is looked at again. */
const lookAgain = () => visit().page.evaluate(() => window.dispatchEvent(new Event("focus")));

async function expire() {
  const { page, context } = visit();
  const { promise: isAnswered, resolve: answered } = Promise.withResolvers<void>();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  // A look before it is still on its way, and was answered while there was a session.
  await page.route(
    /\/user-token$/,
    async (route) => {
      const response = await route.fetch();
      answered();
      await held;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await lookAgain();
  await isAnswered;
  await context.clearCookies();
  await lookAgain();
  release();
  const dialog = page.getByRole("dialog", { name: "Please sign in again" });
  await expect(dialog).toBeVisible();
  return dialog;
}

const expectAccount = ({ name }: Account) =>
  expect(visit().page.getByRole("button", { name: `Account: ${name}` })).toBeVisible();

test("thread busy elsewhere", async () => {
  const { page, context, chat } = visit();
  await chat.ask("List accounts");
  await chat.answered();
  const other = await context.newPage();
  await other.goto(page.url());
  const elsewhere = chatOf(other);
  await expect(elsewhere.transcript.getByRole("table")).toBeVisible();
  await chat.ask("slow");
  await elsewhere.composer.fill("Me too");
  await elsewhere.composer.press("Enter");
  const banner = other.getByText("This thread is answering in another tab. Your text is kept.");
  await expect(banner).toBeVisible();
  const said = other.getByRole("status").filter({ hasText: "This thread is answering" });
  await expect(said).toBeAttached();
  await expect(other.getByRole("main").getByRole("alert")).toHaveCount(0);
  await expect(elsewhere.stop).toBeVisible();
  await lookAt(other, "thread-busy-elsewhere");
  // The answer takes seven seconds.
  await expect(banner).toBeHidden({ timeout: 12_000 });
  await expect(elsewhere.transcript).toContainText("see that the server went on writing");
  await expect(elsewhere.composer).toHaveValue("Me too");
  await other.close();
});

test("session renewed", async () => {
  const { page, chat } = visit();
  const asked = page.waitForResponse(/\/user-token$/);
  await lookAgain();
  expect((await asked).status()).toBe(200);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(chat.composer).toBeEditable();
});

test("session expired", async () => {
  const { page, chat } = visit();
  await chat.composer.fill("Kept for Ada");
  const dialog = await expire();
  await expect(dialog).toContainText(account.email);
  const signIn = dialog.getByRole("link", { name: "Sign in" });
  await expect(signIn).toBeFocused();
  await lookAt(page, "session-expired");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await signIn.click();
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectAccount(account);
  await expect(chat.composer).toHaveValue("Kept for Ada");
});

test("session expired, and another owner signs in", async ({ server }) => {
  const { page, context, chat } = visit();
  const thread = page.url();
  const dialog = await expire();
  account = await signUpBrowser(context, server.url, newAccount("Grace Hopper"));
  await dialog.getByRole("link", { name: "Sign in" }).click();
  await expectAccount(account);
  await expect(chat.composer).toBeEditable();
  await expect(chat.composer).toHaveValue("");
  expect(page.url()).not.toBe(thread);
});

test("other account in another tab", async ({ server }) => {
  account = await signUpBrowser(visit().context, server.url, newAccount("Eve Other"));
  await lookAgain();
  await expectAccount(account);
});

test("signed out in another tab", async ({ server }) => {
  const { page, context, chat } = visit();
  await chat.composer.fill("A secret");
  const other = await context.newPage();
  await other.goto(server.url);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await other.route(/\/sign-out$/, async (route) => {
    await held;
    await route.continue();
  });
  // It waits for the page that follows.
  const signedOut = chatOf(other).signOut(account);
  const heading = page.getByRole("heading", { name: "You have been signed out" });
  await expect(heading).toBeVisible();
  await expect(heading).toBeFocused();
  // The server has not heard of it yet.
  const asked = page.waitForResponse(/\/user-token$/);
  await lookAgain();
  expect((await asked).status()).toBe(200);
  await expect(heading).toBeVisible();
  release();
  await signedOut;
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("secret");
  await lookAt(page, "signed-out");
  await other.close();

  await signUpBrowser(context, server.url, newAccount("Ada Again"));
  await lookAgain();
  await expect(chat.composer).toBeEditable();
  await expect(chat.composer).toHaveValue("");
});
