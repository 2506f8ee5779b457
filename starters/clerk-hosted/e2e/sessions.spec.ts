import { expect, type Page, test } from "@playwright/test";
import { users } from "#e2e/emulators/emulator.ts";
import { enterPassword, fillComponent, readToken } from "#e2e/providers/clerk-component.ts";

const composer = (page: Page) => page.getByRole("textbox", { name: "Message" });

async function signIn(page: Page, user = users.alice): Promise<void> {
  await page.goto("/");
  await fillComponent(page, user);
  await expect(composer(page)).toBeVisible();
}

/** Goes on with another session token, or none. Clerk's script in an open page would set its own again. */
async function changeToken(page: Page, change: (token: string) => string): Promise<void> {
  const value = change(await readToken(page));
  await page.goto("about:blank");
  const cookies = await page.context().cookies();
  const tokens = cookies.filter(({ name }) => name.startsWith("__session"));
  await page.context().clearCookies({ name: /^__session/ });
  if (value) await page.context().addCookies(tokens.map((cookie) => ({ ...cookie, value })));
}

test("signing in leads to the page that was asked for, and to no other site", async ({ page }) => {
  await page.goto("/sign-in?returnTo=/account");
  await enterPassword(page, users.alice);
  await expect(page).toHaveURL(/\/account#?\/?$/);
  await expect(page.getByText(users.alice.email)).toBeVisible();
  const elsewhere = encodeURIComponent("https://evil.shop.example/");
  for (const start of ["?returnTo=", "#/?sign_in_force_redirect_url="]) {
    await page.context().clearCookies();
    await page.goto("about:blank");
    await page.goto(`/sign-in${start}${elsewhere}`);
    await enterPassword(page, users.alice);
    await expect(composer(page)).toBeVisible();
    await expect(page).toHaveURL(/localhost:\d+\/#?$/);
  }
});

test("a token that is not genuine is refused, in words, and the next sign-in counts", async ({
  page,
}) => {
  await signIn(page);
  await changeToken(page, (token) => `${token.slice(0, -8)}AAAAAAAA`);
  await page.goto("/");
  await expect(page.getByRole("alert").first()).toContainText("was not accepted");
  expect((await page.request.get("/user-token")).status()).toBe(401);
  await enterPassword(page, users.alice);
  await expect(composer(page)).toBeVisible();
});

test("without a token the session is renewed; signed out, it is over in every tab", async ({
  page,
  context,
}) => {
  await signIn(page);
  await changeToken(page, () => "");
  await page.goto("/");
  await expect(composer(page)).toBeVisible();
  // A link from elsewhere ends no session.
  await page.goto("/sign-in?problem=session");
  await expect(composer(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto("/");
  await expect(composer(other)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  // As when somebody comes back to it.
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
  await signIn(page, users.bob);
  await other.goto("/account");
  await expect(other.getByText(users.bob.email)).toBeVisible();
});
