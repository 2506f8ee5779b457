import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { scenario } from "./providers/auth0.ts";
import { signInAt } from "./steps/stage.ts";
import { callApi, exchange, readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { startDatabase, type TestDatabase } from "./support/postgres.ts";
import { emulate } from "./support/provider-server.ts";
import { expect, start, test } from "./support/server.ts";
import { START_LIMIT, serverEnvironment } from "./support/server-process.ts";
import { expectNoPages, PAGES } from "./support/settings.ts";
import { signIn, signUp, signUpBrowser } from "./support/users.ts";

let PORT: string;
let auth0: Awaited<ReturnType<typeof emulate>>;
let remote: Awaited<ReturnType<typeof start>>;
test.beforeAll(async () => {
  // An emulator, a program and a server, one after the other.
  test.setTimeout(3 * START_LIMIT);
  PORT = String(await findFreePort());
  auth0 = await emulate("auth0");
  remote = await start({ ALLOW_LOOPBACK_ISSUERS: "true" }, async (all) => {
    const audience = `http://localhost:${all.PORT}/oauth/token`;
    const issuers = [PORT, auth0.settings.PORT].map((port) => `http://localhost:${port}`);
    const args = ["e2e/support/trust-issuer.ts", audience, ...issuers];
    const env = serverEnvironment(all);
    await promisify(execFile)(nodeBinary(), args, { cwd: root, env });
  });
});
test.afterAll(async () => {
  await remote?.remove();
  await auth0?.emulator.stop();
});

test.describe("an app with a database", () => {
  test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

  let database: TestDatabase;
  test.beforeAll(async () => {
    database = await startDatabase("front", "front_owner");
  });
  test.afterAll(() => database?.stop());

  test("a second instance is the Tambo API: it verifies user tokens by discovery, before and after a key rotation", async ({
    page,
    startServer,
  }) => {
    const { url } = remote.server;
    const front = await startServer({ ...database.env, PORT, TAMBO_URL: url });
    // Published before it is used: the remote learns of both keys at its first look.
    await database.run("scripts/rotate-keys.ts");

    const ada = await signUpBrowser(page.context(), front.url);
    await page.goto(front.url);
    const chat = chatOf(page);
    await chat.ask("List accounts at risk");
    await expect(chat.transcript.getByRole("table")).toBeVisible();
    await chat.answered();

    const threadsOf = async (cookie: string) => {
      const { userToken } = await readUserToken(front.url, cookie);
      const response = await exchange(url, userToken);
      expect(response.status).toBe(200);
      const { access_token: bearer } = await response.json();
      const list = await callApi(url, bearer, "GET", "/v1/threads");
      return (await list.json()).threads.map(({ id }: { id: string }) => id) as string[];
    };
    const before = await threadsOf(await signIn(front.url, ada));
    expect(before).toEqual([new URL(page.url()).pathname.slice("/t/".length)]);
    expect(await threadsOf(await signUp(front.url))).toEqual([]);

    await database.execute(
      "update signing_keys set signs_from = signs_from - interval '3 minutes'",
    );
    await front.restart();
    expect(await threadsOf(await signIn(front.url, ada))).toEqual(before);
  });
});

test("without a database: one signs in, the API there verifies by the derived key, one signs out", async ({
  page,
  startServer,
}) => {
  test.setTimeout(2 * START_LIMIT);
  const { alice } = auth0.emulator.users;
  const { url } = remote.server;
  const DATA_DIR = test.info().outputPath("data");
  const APP_SECRET = "a-secret-that-is-the-same-on-every-instance";
  const own = { DATA_DIR, APP_SECRET, TAMBO_URL: url, ADMINS: alice.email };
  const front = await startServer({ ...auth0.settings, ...own });
  const read = async (path: string) => (await fetch(`${front.url}${path}`)).json();
  expect(await read("/health")).toMatchObject({ adapter: "auth0", database: "none" });
  const keys = await read("/.well-known/jwks.json");

  const exchanges: URLSearchParams[] = [];
  page.on("request", (request) => {
    const isExchange = request.method() === "POST" && request.url() === `${url}/oauth/token`;
    if (isExchange) exchanges.push(new URLSearchParams(request.postData() ?? ""));
  });
  await signInAt({ server: front, scenario }, page, alice);
  await expect.poll(() => exchanges.length).toBeGreaterThan(0);
  const published = createRemoteJWKSet(new URL(`${front.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(exchanges[0]?.get("subject_token") ?? "", published, {
    issuer: front.url,
    audience: `${url}/oauth/token`,
    typ: "user+jwt",
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  const chat = chatOf(page);
  await chat.ask("List accounts at risk");
  await expect(chat.transcript.getByRole("table")).toBeVisible();
  await chat.answered();

  // Another process: the session goes on, and so does the key.
  await front.restart();
  expect(await read("/.well-known/jwks.json")).toEqual(keys);
  await page.reload();
  await expect(chat.transcript.getByRole("table")).toBeVisible();

  await page.getByRole("button", { name: `Account: ${alice.name}` }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out", exact: true })).toBeVisible();
  for (const name of ["Settings", "Sign out everywhere", "Delete my data"]) {
    await expect(page.getByRole("menuitem", { name })).toHaveCount(0);
  }
  await page.keyboard.press("Escape");
  const settings = ["", ...PAGES.map((name) => `/${name}`), "/claim?code=any"];
  await expectNoPages(
    page,
    front.url,
    settings.map((path) => `/settings${path}`),
  );

  await page.goto(front.url);
  await chat.signOut(alice);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  expect(await page.evaluate(async () => (await fetch("/user-token")).status)).toBe(401);
  // The session at the provider has ended, too: it asks who one is.
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
  expect(await front.stop()).toBe(0);
  expect(existsSync(DATA_DIR)).toBe(false);
});
