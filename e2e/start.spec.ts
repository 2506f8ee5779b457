import { once } from "node:events";
import { createServer } from "node:net";
import packageJson from "../package.json" with { type: "json" };
import { callApi, readAccessToken, readUserToken } from "./support/api.ts";
import { findFreePort } from "./support/free-port.ts";
import { type AppServer, expect, test } from "./support/server.ts";
import { START_LIMIT, startProcess } from "./support/server-process.ts";
import { expectNoPages, PAGES } from "./support/settings.ts";
import { newAccount, signIn, signUp, signUpBrowser } from "./support/users.ts";

test("says at /health what runs", async ({ server }) => {
  const response = await fetch(`${server.url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: "ok",
    version: packageJson.version,
    adapter: "better-auth",
    database: "pglite (for development)",
    model: "demo",
  });
});

/** What a server has printed. Next has no setting for its line about the configuration. */
const ownLines = (server: AppServer) =>
  server
    .output()
    .trimEnd()
    .split("\n")
    .filter((line) => !/Running next\.config\.ts took/.test(line));

/** Runs a server that is expected to refuse; returns its exit code and what it printed. */
async function refuse(settings: Record<string, string>) {
  const refused = startProcess(settings);
  const code = await refused.exited;
  return { code, lines: refused.output().trimEnd().split("\n") };
}

test("refuses a second process on the same data", async ({ server }) => {
  const PORT = String(await findFreePort());
  const { code, lines } = await refuse({ PORT, DATA_DIR: server.dataDir });
  expect(code).toBe(1);
  expect(lines).toEqual([
    "The configuration is not usable:",
    expect.stringMatching(
      /^ {2}- DATA_DIR: .+ is in use by process \d+; stop it, or set another DATA_DIR$/,
    ),
  ]);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

test("refuses a port that is in use", async ({ server }) => {
  const { port } = new URL(server.url);
  const { code, lines } = await refuse({ PORT: port, DATA_DIR: test.info().outputPath("data") });
  expect(code).toBe(1);
  expect(lines).toEqual([
    `Port ${port} is in use. Stop what runs there or choose another one: PORT=${Number(port) + 1} npm start`,
  ]);
});

test("serves when nobody reads its log", async () => {
  const PORT = String(await findFreePort());
  const started = startProcess({ PORT, DATA_DIR: test.info().outputPath("data") });
  started.closeLog();
  await started.ready;
  expect(await started.end("SIGTERM")).toBe(0);
});

test("names every variable that cannot be used, and the values that can", async () => {
  const { code, lines } = await refuse({
    PORT: "none",
    AUTH_PROVIDER: "nobody",
    DATA_DIR: test.info().outputPath("data"),
  });
  expect(code).toBe(1);
  expect(lines).toEqual([
    "The configuration is not usable:",
    expect.stringMatching(/^ {2}- PORT: /),
    expect.stringMatching(/^ {2}- AUTH_PROVIDER: must be one of .*better-auth/),
  ]);
});

/** An account with one thread, and a way to see whether both are still there. */
async function createAccountWithThread(url: string) {
  const account = newAccount();
  const cookie = await signUp(url, account);
  const { ownerId } = await readUserToken(url, cookie);
  const accessToken = await readAccessToken(url, cookie);
  const created = await callApi(url, accessToken, "POST", "/v1/threads", {});
  expect(created.status).toBe(201);
  const { id } = await created.json();
  return async (server: AppServer) => {
    const again = await signIn(server.url, account);
    expect((await readUserToken(server.url, again)).ownerId).toBe(ownerId);
    const bearer = await readAccessToken(server.url, again);
    const list = await callApi(server.url, bearer, "GET", "/v1/threads");
    const { threads } = (await list.json()) as { threads: { id: string }[] };
    expect(threads.map((thread) => thread.id)).toEqual([id]);
  };
}

test("keeps everything through a kill -9, a stop, another port and another APP_URL", async ({
  page,
  startServer,
}) => {
  test.setTimeout(3 * START_LIMIT);
  const server = await startServer();
  await test.step("says how the first admin is made while there is none", async () => {
    await expect
      .poll(() => ownLines(server))
      .toEqual([
        `Ready: ${server.url}`,
        "There is no admin yet. The first user to open this link within an hour becomes the admin:",
        expect.stringMatching(/^http:\/\/localhost:\d+\/settings\/claim\?code=[\w-]{43}$/),
      ]);
  });
  const expectBoth = await createAccountWithThread(server.url);

  await server.kill9();
  const ada = newAccount("Ada Lovelace");
  await server.restart({ ADMINS: ada.email });
  await test.step("prints one line with its address where there is an admin", () =>
    expect(ownLines(server)).toEqual([`Ready: ${server.url}`]));
  await expectBoth(server);
  await test.step("an address in ADMINS makes no admin while nobody has verified it", async () => {
    await signUpBrowser(page.context(), server.url, ada);
    await expectNoPages(
      page,
      server.url,
      PAGES.map((path) => `/settings/${path}`),
    );
  });

  await test.step("ends cleanly when asked to, and leaves its port free", async () => {
    expect(await server.stop()).toBe(0);
    await expect(fetch(`${server.url}/health`)).rejects.toThrow("fetch failed");
    const next = createServer().listen(Number(new URL(server.url).port));
    await once(next, "listening");
    next.close();
  });

  const PORT = String(await findFreePort());
  await server.restart({ PORT, APP_URL: `http://localhost:${PORT}` });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  await expectBoth(server);
});
