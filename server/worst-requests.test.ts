import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { startMeasuredServer } from "#test/short-work.ts";
import {
  bulky,
  dense,
  FILE,
  fileOf,
  MEGABYTE,
  messageOf,
  numbers,
  offer,
  permitted,
  refused,
  runOf,
  signUps,
  text,
} from "#test/worst-bodies.ts";
import { apiRoutes, isApiTarget } from "./api-routes.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

const LARGEST_FORM = MEGABYTE;

let server: Awaited<ReturnType<typeof startMeasuredServer>>;
let [threadId, messageId, componentId] = ["", "", ""];

type Ask = () => Promise<Response>;
const send: typeof server.send = (...request) => server.send(...request);
const expectShortWork = (ask: Ask) => server.expectShortWork(ask);
const expectShortStatements = (ask: Ask) => server.expectShortStatements(ask);

const state = "/v1/threads/:thread/components/:component/state";

async function listWriting(): Promise<[string, string][]> {
  const modules = Object.entries(apiRoutes).map(async ([path, load]) => {
    const handlers = Object.keys(await load());
    return ["POST", "PATCH"].flatMap((method): [string, string][] =>
      handlers.includes(method) ? [[method, path]] : [],
    );
  });
  return (await Promise.all(modules)).flat();
}

const fill = (path: string) =>
  path
    .replace(/:thread(Id)?\b/, threadId)
    .replace(/:message(Id)?\b/, messageId)
    .replace(/:component(Id)?\b/, componentId);

async function readJson<Body>(response: Response): Promise<Body> {
  return (await response.json()) as Body;
}

describe("the server answers others during", () => {
  beforeAll(async () => {
    server = await startMeasuredServer();
    const weather = { type: "object", properties: { city: { type: "string" } } };
    const started = await send("POST", "/v1/threads/runs", JSON.stringify(offer(weather)));
    threadId = String(started.headers.get("x-thread-id"));
    await started.text();
    const { messages } = await readJson<{ messages: { id: string; content: { id: string }[] }[] }>(
      await send("GET", `/v1/threads/${threadId}/messages`),
    );
    messageId = String(messages[1]?.id);
    componentId = String(messages[1]?.content.find(({ id }) => id)?.id);
    // What is compiled and loaded on first use is no work of the requests below.
    for (const path of ["/v1/threads", `/v1/threads/${threadId}/export`]) await send("GET", path);
  });
  afterAll(() => server?.stop());

  test.each(permitted)("%s %s with the most that it takes", async (method, path, body) => {
    const ask = () => send(method, fill(path), JSON.stringify(body));
    const answer = await expectShortStatements(ask);
    expect(answer).toMatch(/^20/);
    expect(answer).not.toContain("INTERNAL_ERROR");
  });

  test("POST …/state with the most that it takes", async () => {
    const inserts = Array.from({ length: 999 }, () => ({ op: "add", path: "/list/0", value: 1 }));
    const list = { op: "add", path: "/list", value: numbers(40_000) };
    const bodies = [
      { state: { text: '"'.repeat(120_000) } },
      { state: dense },
      { patch: [{ op: "add", path: "/text", value: "" }, list, ...inserts.slice(1)] },
    ];
    for (const body of bodies) {
      const ask = () => send("POST", fill(state), JSON.stringify(body));
      expect(await expectShortWork(ask)).toMatch(/^200/);
    }
  });

  test.each(refused)("%s, sent to every route that takes a body", async (_, body) => {
    for (const [method, path] of await listWriting()) {
      if (path === "/v1/me") continue;
      const answer = await expectShortWork(() => send(method, fill(path), body));
      expect(answer).toMatch(/^([24]\d\d|501) /);
    }
  });

  test.each(refused)("%s, sent to the forms", async (_, body) => {
    for (const path of ["/auth/sign-in/email", "/auth/sign-up/email", "/sign-out", "/user-token"]) {
      // Next, which answers the last two, gets nothing that is larger.
      if (!path.startsWith("/auth/") && body.length <= LARGEST_FORM) continue;
      const answer = await expectShortWork(() => send("POST", path, body));
      expect(answer).toMatch(body.length > LARGEST_FORM ? /^413 / : /^4\d\d /);
    }
  });

  test("reading threads that are as large as can be", async () => {
    const large = JSON.stringify({ initialMessages: Array(2).fill(messageOf(fileOf(FILE))) });
    const metadata = { a: "x".repeat(16_000) };
    const created = await readJson<{ id: string }>(
      await send("POST", "/v1/threads", JSON.stringify({ metadata })),
    );
    const run = JSON.stringify(runOf(text("x".repeat(1_000_000)), fileOf(FILE)));
    for (const _ of numbers(6)) {
      await (await send("POST", `/v1/threads/${created.id}/runs`, run)).text();
    }
    for (const _ of numbers(20)) {
      await (await send("POST", "/v1/threads", JSON.stringify({ metadata }))).text();
    }
    await (await send("POST", "/v1/threads", large)).text();
    const path = `/v1/threads/${created.id}`;
    for (const page of ["", "/messages", "/messages?limit=100&order=desc"]) {
      const answer = await expectShortStatements(() => send("GET", path + page));
      expect(answer).toMatch(/^200/);
      expect(answer.length).toBeGreaterThan(9 * MEGABYTE);
      expect(answer.length).toBeLessThan(26 * MEGABYTE);
    }
    const whole = await expectShortStatements(() => send("GET", `${path}/export`));
    const { messages } = JSON.parse(whole.replace(/^200 /, ""));
    // Six questions and answers, and the notice that a model does not read the beginning.
    expect(messages).toHaveLength(13);
    for (const [more, body] of [
      [`/messages/${messages[1].id}/suggestions`, {}],
      ["/runs", runOf(text("hi"))],
    ] as const) {
      const ask = () => send("POST", path + more, JSON.stringify(body));
      expect(await expectShortStatements(ask)).toMatch(/^20/);
    }
    const list = await expectShortWork(() => send("GET", "/v1/threads?limit=100"));
    expect(list.length).toBeLessThan(2 * MEGABYTE);
  });

  test.each(bulky)("reading a thread with %s", async (_, initialMessages, runs) => {
    const body = JSON.stringify({ initialMessages });
    const { id } = await readJson<{ id: string }>(await send("POST", "/v1/threads", body));
    for (const _ of numbers(runs)) {
      const more = JSON.stringify({ message: initialMessages[0] });
      await (await send("POST", `/v1/threads/${id}/runs`, more)).text();
    }
    for (const page of ["", "/messages?limit=100", "/export", "/export?format=markdown"]) {
      const ask = () => send("GET", `/v1/threads/${id}${page}`);
      const answer = await expectShortStatements(ask);
      expect(answer).toMatch(/^200/);
      if (!page.startsWith("/export")) expect(answer.length).toBeLessThan(26 * MEGABYTE);
    }
  });

  test.each(signUps)("a sign-up with the password $password", async (form) => {
    const json = { "content-type": "application/json" };
    const ask = () => send("POST", "/auth/sign-up/email", JSON.stringify(form), json);
    // Those that pass come to the library, which refuses the address.
    expect(await expectShortWork(ask)).toMatch(/^400 .*(PASSWORD_EASY|Invalid email)/);
  });

  test("no other route takes a body", () => {
    const taking = globSync("app/**/route.ts").filter((file) =>
      /export .*\b(POST|PUT|PATCH)\b/.test(readFileSync(file, "utf8")),
    );
    const paths = taking.map((file) => file.replace(/^app(.*)\/route.ts$/, "$1"));
    const others = paths.filter((path) => !isApiTarget(path)).sort();
    // Two read a form, of 32 and 4 KB at most (app/sign-out/route.test.ts); the others read nothing.
    expect(others).toEqual(["/auth/[...path]", "/guest", "/nothing-here", "/sign-out"]);
  });
});
