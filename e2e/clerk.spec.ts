import type { Page } from "@playwright/test";
import { secretKey } from "./emulators/clerk/instance.ts";
import { startEmulator } from "./emulators/clerk.ts";
import type { Emulator } from "./emulators/emulator.ts";
import { scenario } from "./providers/clerk.ts";
import { exchange, readUserToken } from "./support/api.ts";
import { chatOf, watchConsole } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { test as base, expect, type Settings } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

const SHORT = 6; // seconds, instead of 60
const CLOCK_SKEW = 5; // seconds that Clerk's SDK allows

interface Fixtures {
  settings: Settings;
  tokenLifetime: number;
  clerk: { url: string; emulator: Emulator };
}

const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  tokenLifetime: [SHORT, { option: true }],
  clerk: async ({ startServer, settings, tokenLifetime }, use) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}`, tokenLifetime });
    const provider = { AUTH_PROVIDER: "clerk", ...emulator.env, ...settings };
    const { url } = await startServer({ PORT, ...provider });
    await use({ url, emulator });
    await emulator.stop();
  },
});

async function signIn(page: Page, url: string, emulator: Emulator): Promise<void> {
  await page.goto(url);
  await scenario.signIn(page, emulator.users.alice);
  await expect(chatOf(page).composer).toBeEditable();
}

interface TakenSession {
  cookie: string;
  token: string;
  sid: string;
  exp: number;
}

/** Takes the session out of the browser, whose clerk-js would renew it. */
async function takeSession(page: Page): Promise<TakenSession> {
  const cookies = await page.context().cookies(page.url());
  await page.close();
  const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
  const { sid, exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  return {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    token,
    sid,
    exp,
  };
}

const expired = ({ exp }: TakenSession) =>
  expect.poll(() => Date.now() / 1_000 > exp + CLOCK_SKEW, { timeout: 30_000 }).toBe(true);

async function readStatus({ env }: Emulator, sid: string): Promise<string> {
  const headers = { authorization: `Bearer ${secretKey}` };
  return (await (await fetch(`${env.CLERK_API_URL}/v1/sessions/${sid}`, { headers })).json())
    .status;
}

test("a page outlives five session tokens without a reload, a complaint or a foreign request", async ({
  page,
  clerk: { url, emulator },
}) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== url) foreign.push(address.href);
  });
  await signIn(page, url, emulator);
  const complaints = watchConsole(page);
  let loads = 0;
  page.on("load", () => void loads++);
  const before = emulator.refreshes();
  await expect.poll(() => emulator.refreshes() - before, { timeout: 45_000 }).toBeGreaterThan(4);
  const chat = chatOf(page);
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible({ timeout: 30_000 });
  expect({ loads, complaints, foreign }).toEqual({ loads: 0, complaints: [], foreign: [] });
});

test("the server renews an expired token within the request, also five at once", async ({
  page,
  clerk: { url, emulator },
}) => {
  await signIn(page, url, emulator);
  const session = await takeSession(page);
  await expired(session);
  const before = emulator.refreshes();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      fetch(`${url}/user-token`, { headers: { cookie: session.cookie } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(emulator.refreshes() - before).toBe(5);
  const renewed = answers.flatMap(({ headers }) => headers.getSetCookie());
  expect(renewed.filter((line) => line.startsWith("__session=eyJ"))).toHaveLength(5);
});

test("signing out with an expired token ends the session here and at Clerk", async ({
  page,
  clerk: { url, emulator },
}) => {
  await signIn(page, url, emulator);
  const session = await takeSession(page);
  const { userToken } = await readUserToken(url, session.cookie);
  await expired(session);
  expect(await readStatus(emulator, session.sid)).toBe("active");
  const answer = await fetch(`${url}/sign-out`, {
    method: "POST",
    headers: { cookie: session.cookie, origin: url },
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  expect(await readStatus(emulator, session.sid)).toBe("ended");
  expect((await exchange(url, userToken)).status).toBe(400);
  const after = await fetch(`${url}/user-token`, { headers: { cookie: session.cookie } });
  expect(after.status).toBe(401);
});

test("sign-out everywhere ends a second browser, and both can sign in again", async ({
  page,
  browser,
  clerk: { url, emulator },
}) => {
  await signIn(page, url, emulator);
  const second = await browser.newPage();
  await signIn(second, url, emulator);
  await page.getByRole("button", { name: `Account: ${emulator.users.alice.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await second.goto(url);
  await expect(second.getByRole("button", { name: "Sign in" })).toBeVisible();
  for (const one of [page, second]) await signIn(one, url, emulator);
  await second.close();
});

test.describe("without a JWT template, and with TOKEN_RETRIEVAL=client", () => {
  test.use({
    settings: { CLERK_JWT_TEMPLATE: "", TOKEN_RETRIEVAL: "client" },
    tokenLifetime: 60,
  });

  test("the chat works, and the session token itself is exchanged", async ({ page, clerk }) => {
    await signIn(page, clerk.url, clerk.emulator);
    const chat = chatOf(page);
    await chat.ask("List accounts at risk");
    await expect(chat.transcript.getByRole("table")).toBeVisible({ timeout: 30_000 });
    const { token } = await takeSession(page);
    expect((await exchange(clerk.url, token)).status).toBe(200);
  });
});

test.describe("while Clerk is away", () => {
  test.use({ tokenLifetime: 60 });

  test("whoever is signed in goes on, can sign out, and is told that signing in has to wait", async ({
    page,
    clerk: { url, emulator },
  }) => {
    await signIn(page, url, emulator);
    await emulator.stop();
    await page.reload();
    const chat = chatOf(page);
    await chat.ask("List accounts at risk");
    await expect(chat.transcript.getByRole("table")).toBeVisible({ timeout: 30_000 });
    await chat.answered();
    await chat.signOut(emulator.users.alice);
    await scenario.signIn(page, emulator.users.alice);
    await expect(page.getByRole("alert").filter({ hasText: "does not work" })).toBeVisible({
      timeout: 30_000,
    });
  });
});

base("no page of another provider loads any of Clerk's code", async ({ page, server }) => {
  const scripts: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.text());
  });
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  await signUpBrowser(page.context(), server.url);
  await page.goto(server.url);
  await expect(chatOf(page).composer).toBeEditable();
  const texts = await Promise.all(scripts);
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.join()).not.toContain("clerk.browser.js");
});
