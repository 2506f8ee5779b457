import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { API_KEY, callApi, exchange, readUserToken } from "./support/api.ts";
import { providePair } from "./support/pair.ts";
import { type AppServer, expect, test } from "./support/server.ts";

test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

const pair = providePair();

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

test("what one server issues or revokes, the other knows within a second", async () => {
  const { one, two, newUser } = pair();
  const { cookie, bearer } = await newUser();
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

test("a run on one server is cancelled through the other, and only one of two starts streams", async () => {
  const { one, two, newUser } = pair();
  const { bearer } = await newUser();
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

/** Milliseconds after which no instance accepts what was revoked at another. */
const KNOWN_AFTER = 1_000;

interface Answer {
  begun: number;
  status: number;
}

/** Asks with a bearer over and over until `isOver`. What has been answered can be seen meanwhile. */
function ask({ url }: AppServer, bearer: string, isOver: () => boolean) {
  const answers: Answer[] = [];
  const askOn = async () => {
    while (!isOver()) {
      const begun = performance.now();
      answers.push({ begun, status: (await callApi(url, bearer, "GET", "/v1/threads")).status });
    }
  };
  return { answers, ended: askOn() };
}

const post = (path: string, headers: Record<string, string>, body: URLSearchParams) => ({
  path,
  init: { method: "POST", headers, body, redirect: "manual" as const },
});

test("what is revoked under load is dead on both servers within a second, and nothing else", async () => {
  const { one, two, newUser } = pair();
  const [staying, revoking, everywhere, deleting] = await Promise.all([
    newUser(),
    newUser(),
    newUser(),
    newUser(),
  ]);
  const origin = one.url;
  const requests = [
    post(
      "/oauth/revoke",
      { "x-api-key": API_KEY },
      new URLSearchParams({ token: revoking.bearer }),
    ),
    post(
      "/sign-out",
      { cookie: everywhere.cookie, origin },
      new URLSearchParams({ everywhere: "true" }),
    ),
  ];
  let isOver = false;
  const load = (bearer: string) => [one, two].map((server) => ask(server, bearer, () => isOver));
  const untouched = load(staying.bearer);
  const revoked = [revoking, everywhere, deleting].flatMap(({ bearer }) => load(bearer));
  const all = [...untouched, ...revoked];
  await expect.poll(() => all.every(({ answers }) => answers.length > 0)).toBe(true);

  for (const { path, init } of requests) {
    const { status } = await fetch(`${one.url}${path}`, init);
    expect(status, path).toBeLessThan(400);
  }
  const deleted = await callApi(one.url, deleting.bearer, "DELETE", "/v1/me");
  expect(deleted.status).toBe(204);
  const revokedAt = performance.now();
  await expect.poll(() => performance.now() - revokedAt).toBeGreaterThan(2 * KNOWN_AFTER);
  isOver = true;
  await Promise.all(all.map(({ ended }) => ended));

  for (const { answers } of revoked) {
    expect(answers[0]?.status).toBe(200);
    const late = answers.filter(({ begun }) => begun > revokedAt + KNOWN_AFTER);
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
  }
  for (const { answers } of untouched) {
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  }
});

test("while one server is killed and started again, no message is lost and none is there twice", async () => {
  const { database, one, two, newUser } = pair();
  const { bearer } = await newUser();
  const first = await askOn(two, bearer, "hello");
  const thread = first.headers.get("x-thread-id") ?? "";
  await first.text();

  // The run that dies with its server holds the thread no longer than its lease.
  const dying = await askOn(two, bearer, "slow", thread);
  await two.kill9();
  await expect(dying.text()).rejects.toThrow();
  expect((await askOn(one, bearer, "before its end", thread)).status).toBe(409);
  // Its ten seconds go by at once.
  await database.execute(
    "update threads set lease_expires_at = lease_expires_at - interval '10 seconds'",
  );
  const after = await askOn(one, bearer, "first after the crash", thread);
  expect(after.status).toBe(200);
  await after.text();
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
