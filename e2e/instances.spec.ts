import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { callApi, exchange, readAccessToken, readUserToken } from "./support/api.ts";
import { findFreePort } from "./support/free-port.ts";
import { type MigratedDatabase, startDatabase } from "./support/postgres.ts";
import { type AppServer, expect, test } from "./support/server.ts";
import { signUp } from "./support/users.ts";

// Two servers on one PostgreSQL, as behind a balancer.
test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

let database: MigratedDatabase;

test.beforeAll(async () => {
  database = await startDatabase("app", "app_owner");
});
test.afterAll(() => database.stop());

interface Pair {
  one: AppServer;
  two: AppServer;
  cookie: string;
  bearer: string;
}

async function startPair(
  startServer: (settings: Record<string, string>) => Promise<AppServer>,
): Promise<Pair> {
  const PORT = String(await findFreePort());
  // The address of the balancer: tokens of both name it.
  const settings = {
    ...database.env,
    EXCHANGE_RATE_LIMIT: "100000",
    APP_URL: `http://localhost:${PORT}`,
    DEMO_MODEL_DELAY: "20",
  };
  const [one, two] = await Promise.all([startServer({ ...settings, PORT }), startServer(settings)]);
  const cookie = await signUp(one.url);
  return { one, two, cookie, bearer: await readAccessToken(one.url, cookie) };
}

const question = (text: string) => ({
  message: { role: "user", content: [{ type: "text", text }] },
  availableComponents: [],
  tools: [],
});

interface Message {
  id: string;
  role: string;
  content: { type: string; text?: string }[];
  createdAt: string;
}

async function listMessages(url: string, bearer: string, thread: string): Promise<Message[]> {
  const response = await callApi(url, bearer, "GET", `/v1/threads/${thread}/messages`);
  return (await response.json()).messages;
}

const eventsOf = (body: string) =>
  body
    .split("\n\n")
    .filter((block) => block.startsWith("data: "))
    .map((block) => JSON.parse(block.slice("data: ".length)));

async function askOn(server: AppServer, bearer: string, text: string, thread?: string) {
  const path = thread ? `/v1/threads/${thread}/runs` : "/v1/threads/runs";
  return callApi(server.url, bearer, "POST", path, question(text));
}

test("what one server issues or revokes, the other knows within a second", async ({
  startServer,
}) => {
  const { one, two, cookie, bearer } = await startPair(startServer);
  const listOn = async ({ url }: AppServer, token: string) =>
    (await callApi(url, token, "GET", "/v1/threads")).status;
  expect(await listOn(two, bearer)).toBe(200);
  const { userToken } = await readUserToken(two.url, cookie);
  expect((await exchange(one.url, userToken)).status).toBe(200);

  const signedOut = await fetch(`${one.url}/sign-out`, {
    method: "POST",
    headers: { cookie, origin: one.url },
    redirect: "manual",
  });
  expect(signedOut.status).toBeLessThan(400);
  const at = performance.now();
  await expect.poll(() => listOn(two, bearer), { intervals: [100] }).toBe(401);
  expect(performance.now() - at).toBeLessThan(2_000);
  expect((await exchange(two.url, userToken)).status).toBe(400);
});

test("a run on one server is cancelled through the other, and only one of two starts streams", async ({
  startServer,
}) => {
  const { one, two, bearer } = await startPair(startServer);
  const created = await callApi(one.url, bearer, "POST", "/v1/threads", {});
  const { id: thread } = await created.json();
  const starts = await Promise.all(
    [one, two].map((server) => askOn(server, bearer, "slow", thread)),
  );
  expect(starts.map(({ status }) => status).sort()).toEqual([200, 409]);
  const streaming = starts.find(({ status }) => status === 200);
  const other = starts[0] === streaming ? two : one;
  const run = streaming?.headers.get("x-run-id");
  const cancelled = await callApi(other.url, bearer, "DELETE", `/v1/threads/${thread}/runs/${run}`);
  expect(cancelled.status).toBe(200);
  const events = eventsOf((await streaming?.text()) ?? "");
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "CANCELLED" });
  const next = await askOn(other, bearer, "hello", thread);
  expect(eventsOf(await next.text()).at(-1)).toMatchObject({ type: "RUN_FINISHED" });
});

test("while one server is killed and started again, no message is lost and none is there twice", async ({
  startServer,
}) => {
  test.setTimeout(90_000);
  const { one, two, bearer } = await startPair(startServer);
  const first = await askOn(two, bearer, "hello");
  const thread = first.headers.get("x-thread-id") ?? "";
  await first.text();

  // The run that dies with its server holds the thread no longer than its lease.
  const dying = await askOn(two, bearer, "slow", thread);
  await two.kill9();
  await expect(dying.text()).rejects.toThrow();
  await expect
    .poll(
      async () => {
        const answer = await askOn(one, bearer, "first after the crash", thread);
        await answer.text();
        return answer.status;
      },
      { timeout: 20_000, intervals: [500] },
    )
    .toBe(200);
  const texts = ["first after the crash"];
  await two.restart();
  for (const [index, server] of [two, one, two, one].entries()) {
    const text = `message ${index}`;
    const answer = await askOn(server, bearer, text, thread);
    expect(answer.status).toBe(200);
    expect(eventsOf(await answer.text()).at(-1)).toMatchObject({ type: "RUN_FINISHED" });
    texts.push(text);
  }
  const [here, there] = await Promise.all(
    [one, two].map(({ url }) => listMessages(url, bearer, thread)),
  );
  expect(here).toEqual(there);
  const ids = (here ?? []).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const asked = (here ?? [])
    .filter(({ role }) => role === "user")
    .map(({ content }) => content[0]?.text);
  expect(asked).toEqual(["hello", "slow", ...texts]);
  const times = (here ?? []).map(({ createdAt }) => createdAt);
  expect(times).toEqual([...new Set(times)].sort());
});

const kidOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid as string;

test("keys are rotated under load and no request fails", async ({ startServer }) => {
  test.setTimeout(90_000);
  const { one, two, cookie } = await startPair(startServer);
  const failures: unknown[] = [];
  const signers = new Map<AppServer, string>();
  let isOver = false;
  const load = [one, two, one, two].map(async (issuer) => {
    const other = issuer === one ? two : one;
    while (!isOver) {
      try {
        const { userToken } = await readUserToken(issuer.url, cookie);
        signers.set(issuer, kidOf(userToken));
        const response = await exchange(other.url, userToken);
        const { access_token: bearer } = await response.json();
        const { status } = await callApi(issuer.url, bearer, "GET", "/v1/threads");
        if (status !== 200) failures.push(status);
      } catch (error) {
        failures.push(error);
      }
    }
  });
  const publishedBy = async ({ url }: AppServer) =>
    (await (await fetch(`${url}/.well-known/jwks.json`)).json()).keys.length as number;
  const published = async () => Promise.all([one, two].map(publishedBy));
  await expect.poll(() => signers.size).toBe(2);
  const before = new Set(signers.values());

  await database.run("scripts/rotate-keys.ts");
  await expect.poll(published, { timeout: 15_000 }).toEqual([2, 2]);
  // The two minutes from publication to first use go by at once.
  await database.execute("update signing_keys set signs_from = signs_from - interval '3 minutes'");
  await expect
    .poll(() => [...signers.values()].filter((kid) => !before.has(kid)).length, { timeout: 30_000 })
    .toBe(2);
  isOver = true;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(new Set(signers.values()).size).toBe(1);
});
