import { type Client, createClient, expectRefusal, readJson } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { callAll, threadRoutes } from "./support/routes.ts";
import { type Block, valuesOf } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

interface Page {
  threads: { id: string; createdAt: string; updatedAt: string; runStatus: string }[];
  hasMore: boolean;
  nextCursor?: string;
}

const create = async (client: Client, body: object = {}) =>
  (await readJson<{ id: string }>(await client.call("POST", "/v1/threads", { body }), 201)).id;

const saved = (ids: { threadId: string; componentId: unknown }, state: object) =>
  [`/v1/threads/${ids.threadId}/components/${ids.componentId}/state`, { body: { state } }] as const;

test("66 paging visits each thread once", async ({ backend }) => {
  const client = createClient(backend.url, { "x-api-key": backend.secretKey });
  // A user of this test alone, so that nobody else's threads are in the list.
  const userKey = `pages-${Math.random()}`;
  const made: string[] = [];
  for (let count = 0; count < 7; count += 1) made.push(await create(client, { userKey }));
  const list = async (query: string) => {
    const response = await client.call("GET", `/v1/threads?userKey=${userKey}${query}`);
    return readJson<Page>(response, 200);
  };
  const seen: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: Page = await list(`&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...page.threads.map(({ id }) => id));
    expect(page.hasMore).toBe(page.nextCursor !== undefined);
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen)).toEqual(new Set(made));
  expect(await list("")).toMatchObject({ hasMore: false });
  for (const limit of ["0", "101", "-1", "x"]) {
    const path = `/v1/threads?userKey=${userKey}&limit=${limit}`;
    await expectRefusal(await client.call("GET", path), 400);
  }
  await expectRefusal(await client.call("GET", `/v1/threads?userKey=${userKey}&cursor=x`), 400);
});

test("67 without a limit the newest messages are there too, oldest first", async ({ ada }) => {
  const initialMessages = Array.from({ length: 120 }, (_, index) => ({
    role: index % 2 ? "assistant" : "user",
    content: [{ type: "text", text: `message ${index}` }],
  }));
  const threadId = await create(ada, { initialMessages });
  const { messages } = await ada.run(ask(words.plain), threadId);
  const stored = await listMessages(ada, threadId);
  expect(stored).toHaveLength(122);
  expect(stored[0]?.content[0]?.text).toBe("message 0");
  expect(stored.at(-1)?.id).toBe(messages[0]?.id);
});

test("68 createdAt has one format and strictly increases within a thread", async ({ ada }) => {
  const first = await ada.run(ask(words.component));
  await ada.run(ask(words.twoTools), first.threadId);
  await ada.run(ask(words.plain), first.threadId);
  const times = (await listMessages(ada, first.threadId)).map(({ createdAt }) => createdAt ?? "");
  expect(times).toHaveLength(7);
  for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(new Set(times).size).toBe(7);
  expect(times).toEqual([...times].sort());
});

test("71 a thread has its messages and, once a run has ended, lastCompletedRunId", async ({
  ada,
}) => {
  const threadId = await create(ada);
  const empty = await getThread(ada, threadId);
  expect(empty).toMatchObject({ id: threadId, runStatus: "idle", messages: [] });
  expect(empty.lastCompletedRunId).toBeUndefined();
  const { runId } = await ada.run(ask(words.plain), threadId);
  const thread = await getThread(ada, threadId);
  expect(thread.lastCompletedRunId).toBe(runId);
  expect(thread.messages).toEqual(await listMessages(ada, threadId));
});

test("72 PATCH renames, DELETE is a 204 and leaves nothing", async ({ ada }) => {
  const { threadId, messages } = await ada.run(ask(words.component));
  const path = `/v1/threads/${threadId}`;
  const renamed = await ada.call("PATCH", path, { body: { name: "Weather" } });
  expect(await readJson(renamed, 200)).toMatchObject({ id: threadId, name: "Weather" });
  expect((await getThread(ada, threadId)).name).toBe("Weather");
  const deleted = await ada.call("DELETE", path);
  expect(deleted.status).toBe(204);
  expect(await deleted.text()).toBe("");
  const [shown] = messages;
  const component = shown?.content.find(({ type }) => type === "component");
  const ids = { threadId, messageId: String(shown?.id), componentId: String(component?.id) };
  for (const { response } of await callAll(ada, threadRoutes, ids)) {
    await expectRefusal(response, 404);
  }
});

test("73 odd ids are a clean 404", async ({ ada }) => {
  for (const id of ["placeholder", "initial_x", "ephemeral_x", "a b/c?d#e%", "ünï🌦️", "x\0"]) {
    const ids = { threadId: id, messageId: id, componentId: id };
    for (const { response } of await callAll(ada, threadRoutes, ids)) {
      await expectRefusal(response, 404);
    }
  }
  for (const path of ["/v1/threads/%zz", "/v1/threads/%E0%A4/messages"]) {
    await expectRefusal(await ada.call("GET", path), 404);
  }
});

test("74 state is merged by key, each component has its own", async ({ ada }) => {
  const first = await ada.run(ask(words.component));
  const { threadId } = first;
  const second = await ada.run(ask(words.emptyComponent), threadId);
  const [one, other] = [first, second].map(({ events }) => {
    const [started] = valuesOf(events, "tambo.component.start");
    return { threadId, componentId: started?.componentId };
  });
  if (!one || !other) throw new TypeError("two components were expected");
  const post = async (ids: typeof one, state: object) =>
    (await readJson(await ada.call("POST", ...saved(ids, state)), 200)).state;
  expect(await post(one, { a: 1 })).toEqual({ a: 1 });
  expect(await post(one, { b: { constructor: [2], stack: null } })).toEqual({
    a: 1,
    b: { constructor: [2], stack: null },
  });
  expect(await post(other, { a: 3 })).toEqual({ a: 3 });
  const odd = JSON.parse('{"__proto__":{"x":1},"constructor":"c","toString":1}');
  expect(JSON.stringify(await post(other, odd))).toContain('"__proto__":{"x":1}');
  const patch = [
    { op: "add", path: "/a", value: [1, [2]] },
    { op: "add", path: "/a/1/-", value: 3 },
  ];
  const [path] = saved(one, {});
  const patched = await ada.call("POST", path, { body: { patch } });
  const state = { a: [1, [2, 3]], b: { constructor: [2], stack: null } };
  expect(await readJson(patched, 200)).toEqual({ state });
  const blocks = (await listMessages(ada, threadId)).flatMap(({ content }) => content as Block[]);
  expect(blocks.find(({ id }) => id === one.componentId)?.state).toEqual(state);
  for (const body of [{}, { state: [] }, { state: {}, patch }, { patch: [{ op: "add" }] }]) {
    await expectRefusal(await ada.call("POST", path, { body }), 400);
  }
});

test("75 state that is posted as soon as its component starts is kept", async ({ ada }) => {
  const response = await ada.start(ask(words.component));
  const { threadId, events, rest } = await readUntil(response, "tambo.component.start");
  const [started] = valuesOf(events, "tambo.component.start");
  const ids = { threadId, componentId: started?.componentId };
  const [, ...posted] = await Promise.all([
    rest(),
    ada.call("POST", ...saved(ids, { a: 1 })),
    ada.call("POST", ...saved(ids, { b: 2 })),
  ]);
  for (const answer of posted) await readJson(answer, 200);
  const blocks = (await listMessages(ada, threadId)).flatMap(({ content }) => content as Block[]);
  const component = blocks.find(({ id }) => id === ids.componentId);
  expect(component).toMatchObject({ state: { a: 1, b: 2 }, props: { city: words.city } });
});
