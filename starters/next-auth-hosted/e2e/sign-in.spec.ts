import { expect, type Page, test } from "@playwright/test";
import { users } from "#e2e/emulators/emulator.ts";
import { fillLogin, signIn } from "#e2e/providers/login-page.ts";

/** As the app names its user to Tambo. */
async function findOwner(page: Page): Promise<string> {
  const { ownerId } = await (await page.request.get("/user-token")).json();
  return ownerId;
}

test("who signs in while another is signed in is another user, and stays in the app", async ({
  page,
}) => {
  await page.goto("/");
  await signIn(page, users.alice);
  await expect(page.getByText(users.alice.name)).toBeVisible();
  const alice = await findOwner(page);
  await page.goto("/auth/sign-in?returnTo=//evil.example");
  await fillLogin(page, users.bob);
  await expect(page.getByText(users.bob.name)).toBeVisible();
  await expect(page).toHaveURL("/");
  expect(await findOwner(page)).not.toBe(alice);
});

test("a sign-in that does not work is said, and can be tried again", async ({ page }) => {
  await page.goto("/auth/callback/google?code=x&state=forged");
  await expect(page.getByText("Signing in did not work.")).toBeVisible();
  await page.goto("/auth/callback/google?error=access_denied");
  await expect(page.getByText("cancelled or refused")).toBeVisible();
  await signIn(page, users.alice);
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
});
