import { codeAt } from "../test/totp.ts";
import {
  addPasskey,
  openAccount,
  sectionOf,
  turnOffSecondStep,
  turnOnSecondStep,
} from "./support/account.ts";
import { exchange, readUserToken } from "./support/api.ts";
import { addAuthenticator } from "./support/authenticator.ts";
import { chatOf } from "./support/chat.ts";
import { expectNoViolations, lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { signIn, signUpBrowser } from "./support/users.ts";

const PERIOD = 30_000; // milliseconds

test("a user changes name and password, and every other session ends with the old one", async ({
  page,
  context,
  server,
}) => {
  const ada = await signUpBrowser(context, server.url);
  const elsewhere = await signIn(server.url, ada);
  await page.goto("/");
  await openAccount(page);
  await expectNoViolations(page);
  await page.getByLabel("Name", { exact: true }).fill("Ada King");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Name saved" })).toBeVisible();

  const next = "battery staple";
  const section = sectionOf(page, "Password");
  const change = async (present: string) => {
    await section.getByLabel("Present password").fill(present);
    await section.getByLabel("New password").fill(next);
    await section.getByRole("button", { name: "Change password" }).click();
  };
  await change("not the password");
  await expect(section.getByText("This is not your password")).toBeVisible();
  await expect(section.getByLabel("Present password")).toBeFocused();
  expect((await readUserToken(server.url, elsewhere)).ownerId).toHaveLength(22);
  await change(ada.password);
  await expect(page.getByRole("status").filter({ hasText: "Password changed" })).toBeVisible();
  const asked = await fetch(`${server.url}/user-token`, { headers: { cookie: elsewhere } });
  expect(asked.status).toBe(401);
  await page.getByRole("link", { name: "Back to chat" }).click();
  await expect(page.getByRole("button", { name: "Account: Ada King" })).toBeVisible();
  await signIn(server.url, { ...ada, password: next });
});

test("a session that is ended from another one is over at once, with its tokens", async ({
  page,
  context,
  browser,
  server,
}) => {
  const ada = await signUpBrowser(context, server.url);
  const cookie = await signIn(server.url, ada);
  const { userToken } = await readUserToken(server.url, cookie);
  const other = await browser.newPage();
  const [name = "", value = ""] = cookie.split("=");
  await other.context().addCookies([{ name, value, url: server.url }]);
  await other.goto(server.url);
  await expect(chatOf(other).composer).toBeEditable();

  await page.goto("/account");
  const rows = sectionOf(page, "Sessions").getByRole("row");
  await expect(rows).toHaveCount(3);
  await rows.getByRole("button", { name: /^End…/ }).click();
  await page.getByRole("button", { name: "End session" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Session ended" })).toBeVisible();
  await expect(rows).toHaveCount(2);
  const exchanged = await exchange(server.url, userToken);
  expect(exchanged.status).toBe(400);
  await other.reload();
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
  await other.close();
});

test("a passkey is added, renamed, used and removed", async ({ page, context, server }) => {
  const ada = await signUpBrowser(context, server.url);
  await addAuthenticator(page);
  await page.goto("/account");
  await addPasskey(page, "Laptop");
  await page.getByRole("button", { name: "Rename… Laptop" }).click();
  const renaming = page.getByRole("dialog", { name: "Rename Laptop" });
  await renaming.getByLabel("Name").fill("Old laptop");
  await renaming.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("cell", { name: "Old laptop", exact: true })).toBeVisible();
  await expectNoViolations(page);
  await lookAt(page, "account");

  await page.goto("/");
  await chatOf(page).signOut(ada);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/sign-in?returnTo=%2Faccount");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Remove… Old laptop" }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("No passkeys yet.")).toBeVisible();
  await page.goto("/");
  await chatOf(page).signOut(ada);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey belongs to no account here")).toBeVisible();
});

test("with a second step the password alone opens nothing, and a code does once", async ({
  page,
  context,
  server,
}) => {
  const ada = await signUpBrowser(context, server.url);
  await page.goto("/account");
  const section = sectionOf(page, "Second step");
  await section.getByLabel("Password").fill("not the password");
  await section.getByRole("button", { name: "Set up" }).click();
  await expect(section.getByText("This is not your password")).toBeVisible();
  const { address, code, codes } = await turnOnSecondStep(page, ada.password);
  expect(codes).toHaveLength(10);
  await expect(section.getByRole("img", { name: /QR code/ })).toBeHidden();

  await page.goto("/");
  await chatOf(page).signOut(ada);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/sign-in?returnTo=%2Faccount");
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await expectNoViolations(page);
  await lookAt(page, "second-step");
  const asked = await context.request.get(`${server.url}/user-token`);
  expect(asked.status()).toBe(401);
  const enter = async (next: string) => {
    await page.getByRole("textbox", { name: "Code" }).fill(next);
    await page.getByRole("button", { name: "Continue" }).click();
  };
  await enter(code);
  const alert = page.getByRole("alert").filter({ hasText: "used already" });
  await expect(alert).toBeFocused();
  // The next one: clocks may differ by as much.
  await enter(codeAt(address, Date.now() + PERIOD));
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();

  await section.getByLabel("Password").filter({ visible: true }).fill(ada.password);
  await section.getByRole("button", { name: "Make new recovery codes" }).click();
  await expect(section.getByRole("listitem")).toHaveCount(10);
  expect(await section.getByRole("listitem").allTextContents()).not.toEqual(codes);
  await turnOffSecondStep(page, ada.password);
  await signIn(server.url, ada);
});

test("an account is deleted with everything, by its password", async ({
  page,
  context,
  server,
}) => {
  const ada = await signUpBrowser(context, server.url);
  const cookie = await signIn(server.url, ada);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Show revenue by region");
  await chat.answered();
  await openAccount(page);
  await page.getByRole("button", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await dialog.getByLabel("Password").fill("not the password");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(dialog.getByText("This is not your password")).toBeVisible();
  await dialog.getByLabel("Password").fill(ada.password);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByRole("link", { name: "Create account" })).toBeVisible();
  const asked = await fetch(`${server.url}/user-token`, { headers: { cookie } });
  expect(asked.status).toBe(401);
  await expect(signIn(server.url, ada)).rejects.toThrow("401");
  // The same address is somebody new.
  await signUpBrowser(context, server.url, ada);
  await page.goto("/");
  await expect(page.getByText("Your threads will appear here")).toBeVisible();
});

test("nobody who is signed out sees an account", async ({ page }) => {
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?returnTo=%2Faccount");
});
