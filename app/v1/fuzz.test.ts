import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { POST as exchangeToken } from "#app/oauth/token/route.ts";
import { getDb } from "#drizzle/client.ts";
import { suggestions } from "#drizzle/schema/suggestions.ts";
import { componentStates, messages, threads } from "#drizzle/schema/threads.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { validForm } from "#test/exchange.ts";
import { add, ask as askFor, play, signInRunner, weather } from "#test/runs/client.ts";
import type { SignedIn } from "#test/sign-in.ts";
import { callRoute, ownRoutes, type Params, threadRoutes } from "#test/thread-routes.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";
process.env.EXCHANGE_RATE_LIMIT = "100000";

const RUNS = 60;
let user: SignedIn;
let params: Params;

beforeAll(async () => {
  user = await signInRunner();
  const offer = { availableComponents: [weather] };
  const { threadId, rebuilt } = await play(askFor("Show a WeatherCard", offer));
  const [shown] = rebuilt;
  const component = shown?.content.find(({ type }) => type === "component");
  params = {
    threadId,
    messageId: String(shown?.id),
    componentId: String(component?.id),
    runId: "run_unknown",
  };
});

/** What a client may send at most, so that there is something to go wrong everywhere. */
const ask = {
  ...askFor("Show a WeatherCard", { availableComponents: [weather], tools: [add] }),
  thread: {
    initialMessages: [
      { role: "user", content: [{ type: "text", text: "hi" }], metadata: { a: 1 } },
    ],
    metadata: { a: 1 },
  },
  toolChoice: { name: "add" },
  previousRunId: "run_a",
  maxTokens: 100,
  temperature: 1,
};
const richer: Record<string, object> = {
  "create thread": ask.thread,
  "first run": ask,
  run: ask,
  suggest: { maxSuggestions: 2, availableComponents: [{ name: "Chart", description: "" }] },
  "component state": { patch: [{ op: "add", path: "/a/b", value: [1] }] },
};

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "\0",
    "\ud800",
    "/__proto__/a",
    "/constructor/prototype/a",
    "x".repeat(5_000),
    -0,
    1e308,
    2 ** 53,
    [],
    {},
    [null],
    { type: "text" },
    { type: "tool_result", toolUseId: "call_x" },
    { type: "resource", resource: {} },
    JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},"toString":1}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A valid value with one part of it, or several, put in the place of something odd. */
function spoil(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== "object" || value === null) return odd;
  const keys = Object.keys(value);
  const change = (key: string, part: unknown) =>
    Array.isArray(value)
      ? value.map((item, index) => (String(index) === key ? part : item))
      : { ...value, [key]: part };
  if (keys.length === 0) return odd;
  const within = fc
    .constantFrom(...keys)
    .chain((key) => spoil((value as never)[key]).map((part) => change(key, part)));
  const added = fc.tuple(fc.string(), odd).map(([key, part]) => change(key, part));
  const without = fc
    .constantFrom(...keys)
    .map((key) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)));
  return fc.oneof({ weight: 6, arbitrary: within }, odd, added, without);
}

/** How many rows there are, and all of the one thread that can be changed. One statement, since it is asked a thousand times. */
async function readStored() {
  const db = await getDb();
  const { ownerId } = user;
  const { threadId } = params;
  const { rows } = await db.execute(sql`
    select (select count(*) from ${threads}) as threads, (select count(*) from ${messages}) as messages,
      (select count(*) from ${componentStates}) as states, (select count(*) from ${suggestions}) as suggestions,
      (select row_to_json(t) from ${threads} t where owner_id = ${ownerId} and id = ${threadId}) as thread,
      (select md5(string_agg(m::text, '' order by id)) from ${messages} m
        where owner_id = ${ownerId} and thread_id = ${threadId}) as content,
      (select json_agg(s) from ${componentStates} s
        where owner_id = ${ownerId} and thread_id = ${threadId}) as state`);
  return rows[0];
}

/** What was found after the last refusal; undefined once something was carried out. */
let stored: Awaited<ReturnType<typeof readStored>> | undefined;

async function expectAnswer(ask: () => Promise<Response>) {
  const before = stored ?? (await readStored());
  stored = undefined;
  const response = await ask();
  const text = await response.text();
  expect(response.status, text).toBeLessThan(500);
  if (response.status < 400) return;
  expect(response.headers.get("content-type")).toMatch(/^application\/(problem\+)?json/);
  expect(JSON.parse(text).message).toMatch(/\w/);
  stored = await readStored();
  expect(stored).toEqual(before);
}

const writing = [...ownRoutes, ...threadRoutes].filter(({ method }) => /POST|PATCH/.test(method));

test.each(writing)(
  "$name: any JSON is carried out, or refused with words and nothing stored",
  async (route) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const valid = richer[route.name] ?? route.body ?? {};
    const bodies = fc.oneof(
      { weight: 8, arbitrary: spoil(valid).map((body) => JSON.stringify(body) ?? "") },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        await expectAnswer(() => callRoute(route, params, user.headers, body));
      }),
      { numRuns: RUNS },
    );
    log.mockRestore();
  },
);

const reading = [...ownRoutes, ...threadRoutes].filter(({ method }) => method === "GET");

test.each(reading)("$name: any query is answered, or refused with words", async (route) => {
  const anything = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
    fc.integer().map(String),
    fc.double().map(String),
  );
  const queries = fc.array(
    fc.tuple(fc.constantFrom("limit", "cursor", "order", "search", "archived"), anything),
  );
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      const path = `${route.path}?${new URLSearchParams(query)}`;
      await expectAnswer(() => callRoute({ ...route, path }, params, user.headers));
    }),
    { numRuns: RUNS },
  );
});

test("the token endpoint answers any form with a token or the reason", async () => {
  const valid = validForm(user.userToken);
  const fields = fc.array(
    fc.tuple(
      fc.constantFrom(...Object.keys(valid), "audience", "scope"),
      fc.string({ unit: "binary" }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fields, fc.constantFrom(valid, {}), async (changes, form) => {
      const body = new URLSearchParams([...Object.entries(form), ...changes]);
      const headers = { "x-api-key": user.apiKey };
      const request = new Request("http://localhost:3000/oauth/token", {
        method: "POST",
        headers,
        body,
      });
      await expectAnswer(() => exchangeToken(request, undefined));
    }),
    { numRuns: RUNS },
  );
});
