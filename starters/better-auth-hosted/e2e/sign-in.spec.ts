import { expect, type Page, test } from "@playwright/test";

const fill = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).fill(value);
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** An account of its own, which is signed in then. */
async function makeAccount(page: Page, name: string, returnTo = "/") {
  const account = { email: `${name}-${Date.now()}@example.com`, password: `${name}-password-1` };
  await page.goto(`/sign-in/new?returnTo=${encodeURIComponent(returnTo)}`);
  await fill(page, "Name", name);
  await fill(page, "E-mail", account.email);
  await fill(page, "Password", account.password);
  await press(page, "Create account");
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  return account;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}

test("says what is wrong where the focus is, and leads to a page of this app alone", async ({
  page,
}) => {
  const { email, password } = await makeAccount(page, "dora", "https://evil.example/");
  await expect(page).toHaveURL(/localhost:\d+\/$/);
  await signOut(page);

  await page.goto("/sign-in/new");
  await fill(page, "Name", "Dora again");
  await fill(page, "E-mail", email);
  await fill(page, "Password", "another-password-1");
  await press(page, "Create account");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/is an account/);

  await page.goto("/sign-in?returnTo=%2F%3Fasked");
  await fill(page, "E-mail", email);
  await fill(page, "Password", "not the password");
  await press(page, "Sign in");
  const field = page.getByLabel("Password", { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/Wrong e-mail address or password/);
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await field.fill(password);
  await press(page, "Sign in");
  await expect(page).toHaveURL(/\/\?asked$/);
  // No mail server is set, so nobody can be sent a link.
  expect((await page.goto("/sign-in/forgot"))?.status()).toBe(404);
});

test("after ten wrong passwords of a minute the right one is refused as well", async ({ page }) => {
  const { email, password } = await makeAccount(page, "emil");
  await signOut(page);
  await page.goto("/sign-in");
  for (let count = 0; count < 10; count += 1) {
    await fill(page, "E-mail", email);
    await fill(page, "Password", `wrong ${count}`);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await press(page, "Sign in");
    await answered;
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  await fill(page, "E-mail", email);
  await fill(page, "Password", password);
  await press(page, "Sign in");
  await expect(page.getByRole("alert").filter({ hasText: "Too many attempts" })).toBeFocused();
});

test("the form works without script, from this app's own pages alone", async ({
  page,
  request,
}) => {
  const { email, password } = await makeAccount(page, "fritz");
  const send = async (origin: string) => {
    const html = await (await request.get("/sign-in")).text();
    const hidden = html.matchAll(/type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g);
    const multipart = Object.fromEntries(
      Array.from(hidden, ([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')]),
    );
    const headers = { origin, "x-forwarded-host": new URL(origin).host };
    const form = { ...multipart, email, password };
    return request.post("/sign-in", { headers, multipart: form, maxRedirects: 0 });
  };
  expect((await send("https://evil.example")).ok()).toBe(false);
  expect((await request.get("/user-token")).status()).toBe(401);
  expect((await send(new URL(page.url()).origin)).status()).toBe(303);
  expect((await request.get("/user-token")).status()).toBe(200);
});
