import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { callApi, exchange, readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { type MigratedDatabase, startDatabase } from "./support/postgres.ts";
import { expect, start, test } from "./support/server.ts";
import { serverEnvironment } from "./support/server-process.ts";
import { signIn, signUp, signUpBrowser } from "./support/users.ts";

test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

let PORT: string;
let remote: Awaited<ReturnType<typeof start>>;
let database: MigratedDatabase;
test.beforeAll(async () => {
  PORT = String(await findFreePort());
  const issuer = `http://localhost:${PORT}`;
  remote = await start({ ALLOW_LOOPBACK_ISSUERS: "true" }, async (all) => {
    const audience = `http://localhost:${all.PORT}/oauth/token`;
    await promisify(execFile)(nodeBinary(), ["e2e/support/trust-issuer.ts", issuer, audience], {
      cwd: root,
      env: serverEnvironment(all),
    });
  });
  database = await startDatabase("front", "front_owner");
});
test.afterAll(async () => {
  await remote?.remove();
  await database?.stop();
});

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

  await database.execute("update signing_keys set signs_from = signs_from - interval '3 minutes'");
  await front.restart();
  expect(await threadsOf(await signIn(front.url, ada))).toEqual(before);
});
