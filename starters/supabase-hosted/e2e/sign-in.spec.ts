import { expect, type Page, test } from "@playwright/test";
import { users } from "#e2e/emulators/emulator.ts";

const fill = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).fill(value);
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const isSignedIn = (page: Page) =>
  expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();

test("says what is wrong where the focus is, makes an account, and signs in by a provider's page", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await fill(page, "E-mail", users.bob.email);
  await fill(page, "Password", "not the password");
  await press(page, "Sign in");
  const alert = page.getByRole("alert").filter({ hasText: "do not belong together" });
  await expect(alert).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(users.bob.email);

  await page.getByRole("link", { name: "Create account" }).click();
  await fill(page, "Name", "Carol");
  await fill(page, "E-mail", users.bob.email);
  await fill(page, "Password", "carol-password-1");
  await press(page, "Create account");
  const address = page.getByLabel("E-mail");
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/has an account/);
  await address.fill(`carol-${Date.now()}@example.com`);
  await fill(page, "Password", "carol-password-1");
  await press(page, "Create account");
  await isSignedIn(page);
  await page.getByRole("button", { name: "Sign out" }).click();

  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Continue with Google" }).click();
  await fill(page, "E-mail", users.bob.email);
  await fill(page, "Password", users.bob.password);
  await press(page, "Continue");
  await isSignedIn(page);
});

test("sets a new password by a mail's link, and no page has a step that is not offered", async ({
  page,
  request,
}) => {
  expect((await page.goto("/sign-in/other"))?.status()).toBe(404);
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await fill(page, "E-mail", users.bob.email);
  await press(page, "Reset your password");
  await expect(page.getByRole("status")).toContainText("A link is on its way");
  const way = await request.get("/auth/oauth/google", { maxRedirects: 0 });
  await page.goto(new URL("/mails", way.headers().location).href);
  await page.getByRole("link", { name: "Sign in" }).last().click();
  for (const password of [`${users.bob.password}-new`, users.bob.password]) {
    await page.goto("/sign-in/new-password");
    await fill(page, "Password", password);
    await press(page, "Set a new password");
    await isSignedIn(page);
  }
});

test("the form works without script, from this app's own pages alone", async ({ request }) => {
  const send = async (origin: string) => {
    const html = await (await request.get("/sign-in")).text();
    const hidden = html.matchAll(/type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g);
    const multipart = Object.fromEntries(
      Array.from(hidden, ([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')]),
    );
    const headers = { origin, "x-forwarded-host": new URL(origin).host };
    const { email, password } = users.alice;
    const form = { ...multipart, email, password };
    return request.post("/sign-in", { headers, multipart: form, maxRedirects: 0 });
  };
  expect((await send("https://evil.example")).ok()).toBe(false);
  expect((await request.get("/user-token")).status()).toBe(401);
  const { origin } = new URL((await request.get("/")).url());
  expect((await send(origin)).status()).toBe(303);
  expect((await request.get("/user-token")).status()).toBe(200);
});
