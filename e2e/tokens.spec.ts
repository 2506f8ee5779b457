import { API_KEY, callApi, exchange, readAccessToken, readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signIn, signUp, signUpBrowser } from "./support/users.ts";

const readClaims = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

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
