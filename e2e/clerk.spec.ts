import type { Page } from "@playwright/test";
import { secretKey } from "./emulators/clerk/instance.ts";
import { startEmulator } from "./emulators/clerk.ts";
import type { Emulator } from "./emulators/emulator.ts";
import { scenario } from "./providers/clerk.ts";
import { exchange, readUserToken } from "./support/api.ts";
import { chatOf, watchConsole } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { test as base, expect } from "./support/server.ts";

const SHORT = 6; // seconds, instead of 60
const CLOCK_SKEW = 5; // seconds that Clerk's SDK allows

const test = base.extend<{ clerk: { url: string; emulator: Emulator } }>({
  clerk: async ({ startServer }, use) => {
    const PORT = String(await findFreePort());
    const appUrl = `http://localhost:${PORT}`;
    const emulator = await startEmulator({ appUrl, tokenLifetime: SHORT });
    const { url } = await startServer({ PORT, AUTH_PROVIDER: "clerk", ...emulator.env });
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
  sid: string;
  exp: number;
}

/** Takes the session out of the browser, whose clerk-js would renew it. */
async function takeSession(page: Page): Promise<TakenSession> {
  const cookies = await page.context().cookies(page.url());
  await page.close();
  const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
  const { sid, exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "), sid, exp };
}

const expired = ({ exp }: TakenSession) =>
  expect.poll(() => Date.now() / 1_000 > exp + CLOCK_SKEW, { timeout: 30_000 }).toBe(true);

async function readStatus({ env }: Emulator, sid: string): Promise<string> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const response = await fetch(`${env.CLERK_API_URL}/v1/sessions/${sid}`, { headers });
  return (await response.json()).status;
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
  page.on("load", () => {
    loads += 1;
  });
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
  for (const { headers } of answers)
    expect(headers.getSetCookie().join("\n")).toMatch(/^__session=eyJ/m);
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
