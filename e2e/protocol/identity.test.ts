import { type Client, createClient, expectRefusal, readJson } from "./support/client.ts";
import { callAll, everyRoute, type Ids, nowhere, threadRoutes } from "./support/routes.ts";
import { readRun } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

/** A thread with a component in it, made by this caller. */
async function makeThread(client: Client, query = ""): Promise<Ids> {
  const response = await client.call("POST", `/v1/threads/runs${query}`, {
    body: ask(words.component),
  });
  const { threadId, messages } = await readRun(response);
  const [shown] = messages;
  const component = shown?.content.find(({ type }) => type === "component");
  return { threadId, messageId: String(shown?.id), componentId: String(component?.id) };
}

/** What each of `everyRoute` answers to a user who may call it: the run that is cancelled is unknown. */
const served = [200, 201, 200, 200, 200, 200, 200, 200, 404, 200, 200, 201, 200, 204];

async function expectServed(client: Client, query: string) {
  const ids = await makeThread(client, query);
  const answers = await callAll(client, everyRoute, ids, query);
  const statuses = answers.map(({ route, status }) => ({ route, status }));
  expect(statuses).toEqual(
    everyRoute.map(({ method, path }, index) => ({
      route: `${method} ${path}`,
      status: served[index],
    })),
  );
}

test("7 userKey alone identifies a user on every route", async ({ backend }) => {
  const server = createClient(backend.url, { "x-api-key": backend.secretKey });
  await expectServed(server, "?userKey=user%201");
  const list = async (userKey: string) => {
    const response = await server.call("GET", `/v1/threads?userKey=${userKey}`);
    return (await readJson<{ threads: unknown[] }>(response, 200)).threads.length;
  };
  expect(await list("user%201")).toBeGreaterThan(0);
  expect(await list("user%202")).toBe(0);
});

test("7 userKey in the body alone identifies a user where a run starts", async ({ backend }) => {
  const server = createClient(backend.url, { "x-api-key": backend.secretKey });
  const first = await server.run(ask(words.plain, { thread: { userKey: "body user" } }));
  const next = await server.run(ask(words.plain, { userKey: "body user" }), first.threadId);
  expect(next.threadId).toBe(first.threadId);
  const other = await server.start(ask(words.plain, { userKey: "another" }), first.threadId);
  await expectRefusal(other, 404);
});

test("8 a bearer alone identifies a user on every route", async ({ ada }) => {
  await expectServed(ada, "");
});

test("9 neither userKey nor bearer is a 400 or 401 with a message", async ({ ada, backend }) => {
  const nobody = ada.with({ authorization: "" });
  const server = createClient(backend.url, { "x-api-key": backend.secretKey });
  for (const client of [nobody, server]) {
    for (const { response } of await callAll(client, everyRoute)) {
      expect([400, 401]).toContain(response.status);
      await expectRefusal(response, response.status);
    }
  }
});

test("10 a userKey and another user's bearer, or two userKeys, are a 400", async ({
  ada,
  backend,
}) => {
  const both = ada.with({ "x-api-key": backend.secretKey });
  for (const { response } of await callAll(both, everyRoute, nowhere, "?userKey=eve")) {
    await expectRefusal(response, 400);
  }
  const server = createClient(backend.url, { "x-api-key": backend.secretKey });
  for (const [path, body] of [
    ["/v1/threads/runs", ask(words.plain, { userKey: "adam" })],
    ["/v1/threads/runs", ask(words.plain, { thread: { userKey: "adam" } })],
    ["/v1/threads/thr_x/runs", ask(words.plain, { userKey: "adam" })],
    ["/v1/threads", { userKey: "adam" }],
    ["/v1/threads/thr_x/components/c/state", { state: {}, userKey: "adam" }],
  ] as const) {
    await expectRefusal(await server.call("POST", `${path}?userKey=eve`, { body }), 400);
  }
});

test("11 an empty userKey is a 400", async ({ backend }) => {
  const server = createClient(backend.url, { "x-api-key": backend.secretKey });
  for (const { response } of await callAll(server, everyRoute, nowhere, "?userKey=")) {
    await expectRefusal(response, 400);
  }
});

test("12 another user's thread is a 404 on every route, and in no list", async ({ ada, bob }) => {
  const ids = await makeThread(ada);
  const path = `/v1/threads/${ids.threadId}`;
  const before = await (await ada.call("GET", path)).json();
  for (const { response } of await callAll(bob, threadRoutes, ids)) {
    const body = await expectRefusal(response, 404);
    expect(JSON.stringify(body)).not.toContain(words.city);
  }
  expect(await (await bob.call("GET", "/v1/threads")).text()).not.toContain(ids.threadId);
  expect(await (await ada.call("GET", path)).json()).toEqual(before);
});
