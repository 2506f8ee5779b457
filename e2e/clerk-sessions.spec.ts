import type { Page } from "@playwright/test";
import { users } from "./emulators/emulator.ts";
import {
  enterPassword,
  fillComponent,
  readClaims,
  readToken,
} from "./providers/clerk-component.ts";
import { callApi, exchange } from "./support/api.ts";
import { chatOf, watchDrawn } from "./support/chat.ts";
import { provideProvider } from "./support/provider-server.ts";
import { expect, test } from "./support/server.ts";

test.describe.configure({ mode: "serial" });

// The session token itself is exchanged, until a test says otherwise.
const own = provideProvider("clerk", { CLERK_JWT_TEMPLATE: "", OWNER_SCOPE: "organization" });
const tag = "@clerk";

async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await fillComponent(page, users.alice);
}

async function expectChat(page: Page): Promise<void> {
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
  await chat.ask("hello");
  await chat.answered();
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);
}

const newestThread = (page: Page) => chatOf(page).threads.getByRole("link").first();

/** Asks in a new thread; returns its address at the API. */
async function askAnew(page: Page, question: string): Promise<string> {
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
  await chat.ask(question);
  await chat.answered();
  await expect(newestThread(page)).toHaveText(RegExp(question, "i"));
  return new URL(page.url()).pathname.replace("/t/", "/v1/threads/");
}

async function switchTo(page: Page, organisation: string): Promise<void> {
  await page.goto("/account");
  await page.getByRole("button", { name: "Open organization switcher" }).click();
  await page.getByRole("button", { name: organisation }).click();
  await expect(page).toHaveURL(/\/#?$/);
}

/**
 * Has Clerk make a session token while the browser is on its way to a page: it is for none. Returns
 * the Cookie header with it, since Clerk's script in the page fetches another.
 */
async function navigateWithoutToken(page: Page): Promise<string> {
  await expect(chatOf(page).composer).toBeEditable();
  // Clerk's script in an open page would set the cookie again.
  await page.goto("about:blank");
  await page.context().clearCookies({ name: /^__session/ });
  let token = "";
  const made = page.waitForResponse(async (response) => {
    const lines = (await response.headerValues("set-cookie")).join("\n").split("\n");
    token = lines.find((line) => line.startsWith("__session=eyJ"))?.split(/[=;]/)[1] ?? "";
    return token !== "" && !("azp" in readClaims(token));
  });
  await Promise.all([made, page.goto("/")]);
  return (await page.context().cookies())
    .map(({ name, value }) => `${name}=${name.startsWith("__session") ? token : value}`)
    .join("; ");
}

async function expectRefused(
  page: Page,
  words: string,
  line: string,
  headers: Record<string, string> = {},
): Promise<void> {
  await expect(page.getByRole("main").getByRole("alert")).toContainText(words);
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  expect((await page.request.get("/user-token", { headers })).status()).toBe(401);
  const { output } = own().server;
  expect(output()).toContain(`A session is not accepted: ${line}`);
  expect(output()).not.toMatch(/eyJ|redirect loop/);
}

test("a token that was made for no page opens the chat", { tag }, async ({ page }) => {
  await signIn(page);
  await navigateWithoutToken(page);
  await expectChat(page);
});

test("signing in leads to no other site below the instance's domain", { tag }, async ({ page }) => {
  const elsewhere = encodeURIComponent("https://other.shop.example/");
  await page.goto(`/sign-in#/?sign_in_force_redirect_url=${elsewhere}`);
  await enterPassword(page, users.alice);
  await expect(chatOf(page).composer).toBeEditable();
});

test("a session that waits for a task at Clerk opens nothing until that is done", {
  tag,
}, async ({ page }) => {
  const { server, emulator } = own();
  await emulator.claim({ sts: "pending" });
  await signIn(page);
  const task = page.getByRole("heading", { name: "Reset your password" });
  await expect(task).toBeVisible();
  const token = await readToken(page);
  expect(readClaims(token).sts).toBe("pending");
  expect((await exchange(server.url, token)).status).toBe(400);
  await page.goto("/");
  await expectRefused(
    page,
    "Your account is not complete: one step is missing",
    'its session waits for a task at Clerk (sts: "pending")',
  );
  await expect(task).toBeVisible();
  await page.getByLabel("New password").fill(users.alice.password);
  await page.getByLabel("Confirm password").fill(users.alice.password);
  await page.getByRole("button", { name: "Reset Password" }).click();
  await expectChat(page);
  expect((await exchange(server.url, await readToken(page))).status).toBe(200);
});

test("switching the organisation switches the threads, and back", { tag }, async ({ page }) => {
  const { server } = own();
  await signIn(page);
  const personal = await askAnew(page, "personal matters");
  const drawn = await watchDrawn(page);
  await switchTo(page, "Example Inc.");
  await expect(page.getByText("Your threads will appear here")).toBeVisible();
  const company = await askAnew(page, "matters of the company");
  expect(drawn.join()).not.toMatch(/personal matters/i);
  // The session token itself names the same owner.
  const { access_token } = await (await exchange(server.url, await readToken(page))).json();
  expect((await callApi(server.url, access_token, "GET", company)).status).toBe(200);
  expect((await callApi(server.url, access_token, "GET", personal)).status).toBe(404);
  await switchTo(page, "Personal account");
  await expect(newestThread(page)).toHaveText(/personal matters/i);
  await expect(chatOf(page).threads).not.toContainText(/matters of the company/i);
});

test("a page fetches a template's token and exchanges it", { tag }, async ({ page }) => {
  const { server, emulator } = own();
  const { CLERK_JWT_TEMPLATE = "" } = emulator.env;
  const settings = { CLERK_JWT_TEMPLATE, TOKEN_RETRIEVAL: "client", TAMBO_SUBJECT: "provider" };
  await server.restart(settings);
  const subjects = new Set<string>();
  page.on("request", (request) => {
    if (!request.url().endsWith("/oauth/token")) return;
    subjects.add(new URLSearchParams(request.postData() ?? "").get("subject_token") ?? "");
  });
  await signIn(page);
  await expectChat(page);
  expect([...subjects].map((token) => readClaims(token).aud)).toEqual(["tambo-users"]);
  await chatOf(page).signOut({ ...users.alice, name: "Your account" });
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("a token that was made for no page is not handed to one", { tag }, async ({ page }) => {
  const { server } = own();
  const settings = { TOKEN_RETRIEVAL: "server", TAMBO_SUBJECT: "provider", CLERK_JWT_TEMPLATE: "" };
  await server.restart(settings);
  await signIn(page);
  const cookie = await navigateWithoutToken(page);
  await expectRefused(
    page,
    "it signed you in at another address",
    `subject_token must have the azp ${server.url}`,
    { cookie },
  );
});

test("Clerk's clock may be ahead by up to a minute", { tag }, async ({ page, context }) => {
  const { emulator } = own();
  await emulator.forward(50_000);
  await signIn(page);
  await expectChat(page);
  await context.clearCookies();
  await emulator.forward(30_000);
  await signIn(page);
  await expectRefused(
    page,
    "its clock and the one of this app's server differ",
    "Clerk's SDK says session-token-nbf: Clerk's clock is over a minute ahead of this server's",
  );
});
