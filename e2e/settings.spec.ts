import { chatOf } from "./support/chat.ts";
import { expectNoViolations, lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import {
  become,
  expectNoPages,
  HIDDEN,
  PAGES,
  pressEnterOn,
  provideSettings,
  readClaimLink,
  tabTo,
} from "./support/settings.ts";

// The first test makes the admin of all others.
const own = provideSettings();

test("the claim link of a first start makes one admin, and for others there are no settings", async ({
  page,
  browser,
}) => {
  const { server, ada, eve } = own();
  const link = await readClaimLink(server);
  await expectNoPages(page, server.url, HIDDEN);
  const other = await browser.newContext({ baseURL: server.url });
  await become(other, server, eve);
  const eves = await other.newPage();
  await page.goto(link);
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(
    page.getByRole("heading", { name: "You are now the admin of this project" }),
  ).toBeVisible();
  await expectNoPages(eves, server.url, [link, ...HIDDEN]);
  await eves.goto("/");
  await eves.getByRole("button", { name: `Account: ${eve.name}` }).click();
  await expect(eves.getByRole("menuitem", { name: "Sign out", exact: true })).toBeVisible();
  await expect(eves.getByRole("menuitem", { name: "Settings" })).toBeHidden();
  await other.close();
  // Without a reload, so in the document of the link, and out of it.
  await page.getByRole("link", { name: "Open settings" }).click();
  await page.getByRole("link", { name: "Back to chat" }).click();
  const signedOut = page.waitForRequest("**/sign-out");
  await chatOf(page).signOut(ada);
  expect(await (await signedOut).headerValue("origin")).toBe(server.url);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await become(page.context(), server, ada);
  await expectNoPages(page, server.url, [link]);
  await page.goto("/");
  await expect(page.getByRole("textbox", { name: "Message" })).toBeEditable();
  await page.getByRole("button", { name: `Account: ${ada.name}` }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "User authentication" })).toBeVisible();
});

test("a secret key is shown once, used, and dead once it is revoked", async ({ page, context }) => {
  const { server, ada } = own();
  await become(context, server, ada);
  await page.goto("/settings/api-keys");
  const create = page.getByRole("button", { name: "Create secret key" });
  const name = page.getByLabel("Name of a new secret key");
  await create.click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Give the key a name");
  await name.fill("nightly import");
  await create.click();
  const created = page.getByRole("status").filter({ hasText: "nightly import is created" });
  await expect(created).toContainText("shown this once");
  const key = (await created.locator("code").textContent()) ?? "";
  expect(key).toMatch(/^sk_[\w-]{43}$/);
  const use = () =>
    fetch(`${server.url}/v1/threads?userKey=customer-42`, { headers: { "x-api-key": key } });
  expect((await use()).status).toBe(200);
  const row = page.getByRole("row", { name: /nightly import/ });
  await expect(async () => {
    await page.reload();
    await expect(row).not.toContainText("Never", { timeout: 500 });
  }).toPass();
  await expect(row).toHaveCount(1);
  await expect(page.getByText(key)).toHaveCount(0);
  await expect(row).toContainText(`${key.slice(0, 6)}…${key.slice(-4)}`);

  await row.getByRole("button", { name: "Revoke… nightly import" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke nightly import?" });
  await expect(dialog).toHaveAccessibleDescription(/get 401 within a second/);
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked")).toBeVisible();
  await expect(row).toHaveCount(0);
  expect((await use()).status).toBe(401);
});

test("an action of the settings exists for admins and for our own pages alone", async ({
  page,
  context,
}) => {
  const { server, ada, eve } = own();
  for (const person of [eve, undefined]) {
    await become(context, server, ada);
    await page.goto("/settings/api-keys");
    await page.getByLabel("Name of a new secret key").fill("stolen");
    await context.clearCookies();
    if (person) await become(context, server, person);
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Create secret key" }).click();
    expect((await answer).status()).toBe(404);
  }
  const foreign = await fetch(`${server.url}/settings/api-keys`, {
    method: "POST",
    headers: { cookie: ada.cookie, origin: "https://evil.example" },
  });
  expect(foreign.status).toBe(403);
  expect((await foreign.json()).code).toBe("CROSS_SITE");
  await become(context, server, ada);
  await page.goto("/settings/api-keys");
  await expect(page.getByRole("row", { name: /Default/ })).toHaveCount(1);
  await expect(page.getByText("stolen")).toHaveCount(0);
});

test("a form of another build says that a new version is here, and keeps what was typed", async ({
  page,
  context,
}) => {
  const { server, ada } = own();
  await become(context, server, ada);
  await page.goto("/settings/api-keys");
  await page.route("**/settings/api-keys", (route, request) => {
    const { "next-action": id, ...headers } = request.headers();
    return route.continue({
      headers: id ? { ...headers, "next-action": `${id}0`.slice(1) } : headers,
    });
  });
  const name = page.getByLabel("Name of a new secret key");
  await name.fill("typed before");
  await page.getByRole("button", { name: "Create secret key" }).click();
  await expect(page.getByText("A new version of this app is here. Copy")).toBeVisible();
  await expect(name).toHaveValue("typed before");
  await page.unroute("**/settings/api-keys");
  await page.reload();
  await expect(page.getByRole("row", { name: /typed before/ })).toHaveCount(0);
});

test("a publishable key keeps its origins, and what is wrong with one is said", async ({
  page,
  context,
}) => {
  const { server, ada } = own();
  await become(context, server, ada);
  await page.goto("/settings/api-keys");
  await page.getByLabel("Name of a new publishable key").fill("shop");
  const origins = page.getByLabel("Allowed origins").last();
  await origins.fill("shop.example");
  await page.getByRole("button", { name: "Create publishable key" }).click();
  await expect(origins).toHaveAccessibleDescription(/^Shop.example is not an origin/i);
  await expect(page.getByLabel("Name of a new publishable key")).toHaveValue("shop");
  await origins.fill("https://shop.example");
  await page.getByRole("button", { name: "Create publishable key" }).click();
  const row = page.getByRole("row", { name: /shop/ });
  await expect(row).toContainText("https://shop.example");
  await row.getByRole("button", { name: "Origins… of shop" }).click();
  await page.getByRole("dialog").getByLabel("Allowed origins").fill("");
  await page.getByRole("button", { name: "Save origins" }).click();
  await expect(row).toContainText("Every origin");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("axe finds nothing on a page of the settings", async ({ page, context }) => {
  const { server, ada } = own();
  await become(context, server, ada);
  for (const path of PAGES) {
    await page.goto(`/settings/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoViolations(page);
    await lookAt(page, `settings-${path}`);
  }
});

test("keys are made and revoked by keyboard alone", async ({ page, context }) => {
  const { server, ada } = own();
  await become(context, server, ada);
  await page.goto("/settings/user-authentication");
  await tabTo(page, page.getByRole("radio", { name: /^OpenID Connect discovery/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Public key/ })).toBeChecked();
  await pressEnterOn(page, page.getByRole("button", { name: "Save strategy" }));
  await expect(page.getByText("Strategy saved")).toBeVisible();

  await pressEnterOn(page, page.getByRole("link", { name: "API keys" }));
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
  await tabTo(page, page.getByLabel("Name of a new secret key"));
  await page.keyboard.type("by keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByText("by keyboard is created.")).toBeVisible();
  await lookAt(page, "settings-new-key");
  await pressEnterOn(page, page.getByRole("button", { name: "Revoke… by keyboard" }));
  const dialog = page.getByRole("dialog", { name: "Revoke by keyboard?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await pressEnterOn(page, dialog.getByRole("button", { name: "Revoke key" }));
  await expect(page.getByText("Key revoked")).toBeVisible();
});
