import type { Page } from "@playwright/test";
import { API_KEY, callApi, exchange, readAccessToken, readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { makeNaps } from "./support/nap.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signIn, signUp, signUpBrowser } from "./support/users.ts";

interface Call {
  path: string;
  hasBearer: boolean;
  status: Promise<number>;
}

const readClaims = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** Every request below /v1 that the page makes, with its outcome. */
function recordCalls(page: Page): Call[] {
  const calls: Call[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/v1/")) return;
    calls.push({
      path: `${request.method()} ${pathname}`,
      hasBearer: /^Bearer \S+/.test(request.headers().authorization ?? ""),
      status: request.response().then((response) => response?.status() ?? 0),
    });
  });
  return calls;
}

// The SDK exchanges every 5 minutes, and what it got lives for 15: no call meets an old one.
const NAP = 9.5 * 60; // seconds
const A_QUARTER = 15 * 60; // seconds, of an hour

test("ten renewals among answers, tool rounds and changes: no call without a bearer, none refused", async ({
  page,
  startServer,
}) => {
  const server = await startServer({ DEMO_MODEL_DELAY: "10" });
  await signUpBrowser(page.context(), server.url);
  const calls = recordCalls(page);
  const userTokens = new Set<string>();
  let held = "";
  page.on("response", (response) => {
    if (new URL(response.url()).pathname !== "/oauth/token" || !response.ok()) return;
    held = new URLSearchParams(response.request().postData() ?? "").get("subject_token") ?? "";
    userTokens.add(held);
  });
  let slept = 0;
  const { letPass, settled } = makeNaps(page, [server]);
  const nap = async () => {
    await letPass(NAP);
    slept += NAP;
    await settled();
  };
  /** While nothing is going on, a token with less left is renewed, and the SDK has no bearer until it is exchanged. */
  const secondsLeft = () => readClaims(held).exp - Date.now() / 1_000 - slept;
  const renewed = () => expect.poll(secondsLeft).toBeGreaterThan(A_QUARTER);
  await page.clock.install();
  await page.goto(server.url);
  const chat = chatOf(page);
  const board = chat.transcript.getByRole("region", { name: "To do" });
  /** The SDK gives up on a run that has not begun after a minute, so a nap waits for the last of them. */
  const askAndNap = async (question: string, runs: number) => {
    let begun = 0;
    const lastBegun = page.waitForResponse((response) => {
      if (response.url().endsWith("/runs")) begun += 1;
      return begun === runs;
    });
    await chat.ask(question);
    await lastBegun;
    await nap();
    await chat.answered();
    await renewed();
  };
  const napThrice = async () => {
    for (const _ of [1, 2, 3]) {
      await nap();
      await renewed();
    }
  };
  // The first one comes with the page; ten more are renewals.
  for (let boards = 1; userTokens.size <= 10; boards += 1) {
    await askAndNap("hello", 1);
    await napThrice();
    await askAndNap("Plan the beta launch", 2);
    await expect(board).toHaveCount(boards);
    await napThrice();
    const saved = page.waitForResponse((response) => response.url().endsWith("/state"));
    await board.last().getByRole("checkbox").first().click();
    await saved;
    await napThrice();
  }

  // What is changed while the next token is exchanged waits for its bearer.
  const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route("**/oauth/token", async (route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    if (form.get("subject_token") !== held) {
      asked.resolve();
      await allowed.promise;
    }
    await route.continue();
  });
  while (secondsLeft() > A_QUARTER) {
    const exchanged = page.waitForResponse((response) => response.url().endsWith("/oauth/token"));
    await letPass(NAP);
    slept += NAP;
    await Promise.race([exchanged.then(settled), asked.promise]);
  }
  await asked.promise;
  const saved = page.waitForResponse((response) => response.url().endsWith("/state"));
  await board.last().getByRole("checkbox").first().click();
  await expect(board.last().getByRole("checkbox").first()).not.toBeChecked();
  await page.clock.runFor(2_000);
  allowed.resolve();
  expect((await saved).status()).toBe(200);

  expect(calls.length).toBeGreaterThan(10);
  const flawed = [];
  for (const { path, hasBearer, status } of calls) {
    if (!hasBearer || (await status) >= 400) flawed.push(`${path} ${hasBearer} ${await status}`);
  }
  expect(flawed).toEqual([]);
});

test("sign-out kills the tokens of the session within a second, and other tabs follow", async ({
  page,
  context,
  server,
}) => {
  const account = await signUpBrowser(context, server.url, newAccount("Tab User"));
  await page.goto("/");
  const other = await context.newPage();
  await other.goto(server.url);
  await expect(chatOf(other).composer).toBeVisible();
  const cookies = await context.cookies(server.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const { userToken } = await readUserToken(server.url, cookie);
  const bearer = await readAccessToken(server.url, cookie);
  expect((await callApi(server.url, bearer, "GET", "/v1/threads")).status).toBe(200);

  await chatOf(page).signOut(account);
  await expect(other.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
  await expect
    .poll(async () => (await callApi(server.url, bearer, "GET", "/v1/threads")).status, {
      timeout: 1_500,
    })
    .toBe(401);
  const refused = await exchange(server.url, userToken);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: "invalid_request" });
});

test("sign-out everywhere ends the sessions of every browser, a new sign-in works", async ({
  server,
}) => {
  const account = newAccount();
  const first = await signUp(server.url, account);
  const second = await signIn(server.url, account);
  const bearer = await readAccessToken(server.url, second);
  const out = await fetch(`${server.url}/sign-out?everywhere=true`, {
    method: "POST",
    headers: { cookie: first, origin: server.url },
    redirect: "manual",
  });
  expect(out.status).toBe(303);
  expect(out.headers.get("location")).toBe("/");
  for (const set of out.headers.getSetCookie()) expect(set).toMatch(/^[\w.-]+=;.*Max-Age=0/i);
  expect(out.headers.getSetCookie().length).toBeGreaterThan(0);
  for (const cookie of [first, second]) {
    const answer = await fetch(`${server.url}/user-token`, { headers: { cookie } });
    expect(answer.status).toBe(401);
  }
  await expect
    .poll(async () => (await callApi(server.url, bearer, "GET", "/v1/threads")).status, {
      timeout: 1_500,
    })
    .toBe(401);
  const again = await signIn(server.url, account);
  expect((await readUserToken(server.url, again)).userToken).toEqual(expect.any(String));
});

test("a page of another origin can neither sign out nor read a user token", async ({ server }) => {
  const cookie = await signUp(server.url);
  const foreign = { cookie, origin: "https://evil.example" };
  const out = await fetch(`${server.url}/sign-out`, { method: "POST", headers: foreign });
  expect(out.status).toBe(403);
  const read = await fetch(`${server.url}/user-token`, {
    headers: { ...foreign, "sec-fetch-site": "cross-site" },
  });
  expect(read.status).toBe(403);
  expect(read.headers.get("access-control-allow-origin")).toBeNull();
  expect((await readUserToken(server.url, cookie)).ownerId).toMatch(/^[\w-]{22}$/);
});

test("with TAMBO_URL the page talks to that API and this app serves none", async ({
  page,
  startServer,
}) => {
  const remote = "http://127.0.0.1:9";
  const server = await startServer({ TAMBO_URL: remote });
  const cookie = await signUp(server.url);
  const { userToken } = await readUserToken(server.url, cookie);
  expect(readClaims(userToken)).toMatchObject({ iss: server.url, aud: `${remote}/oauth/token` });
  for (const path of ["/v1/threads", "/oauth/token"]) {
    const answer = await fetch(`${server.url}${path}`, { headers: { "x-api-key": API_KEY } });
    expect([404, 405]).toContain(answer.status);
  }
  expect((await exchange(server.url, userToken)).status).toBe(404);
  const keys = await fetch(`${server.url}/.well-known/jwks.json`);
  expect(keys.status).toBe(200);
  await signUpBrowser(page.context(), server.url);
  const asked = page.waitForRequest(`${remote}/oauth/token`);
  await page.goto(server.url);
  expect((await asked).headers()["x-api-key"]).toBe(API_KEY);
});
