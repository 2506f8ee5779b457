import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { POST as generateName } from "#app/threads/[threadId]/generate-name/route.ts";
import { POST as setState } from "#app/v1/threads/[threadId]/components/[componentId]/state/route.ts";
import { GET as getMessage } from "#app/v1/threads/[threadId]/messages/[messageId]/route.ts";
import { GET as listMessages } from "#app/v1/threads/[threadId]/messages/route.ts";
import * as thread from "#app/v1/threads/[threadId]/route.ts";
import { DELETE as cancelRun } from "#app/v1/threads/[threadId]/runs/[runId]/route.ts";
import { POST as run } from "#app/v1/threads/[threadId]/runs/route.ts";
import * as threads from "#app/v1/threads/route.ts";
import { POST as firstRun } from "#app/v1/threads/runs/route.ts";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread } from "#lib/threads/create-thread.ts";
import { getThread } from "#lib/threads/find-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { withoutOwnerCondition } from "#test/without-owner-condition.ts";

provideDataDir();

const SECRET_TEXT = "the words of alice";
const RUN = { message: { role: "user", content: [{ type: "text", text: "hello" }] } };

type Params = { threadId: string; messageId: string; componentId: string; runId: string };
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

interface Route {
  name: string;
  handler: Handler;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

/** Every route below a thread: for anybody but its owner each of them is a 404. */
const threadRoutes: Route[] = [
  { name: "get thread", handler: thread.GET, method: "GET", path: "" },
  { name: "rename", handler: thread.PATCH, method: "PATCH", path: "", body: { name: "mine" } },
  { name: "delete", handler: thread.DELETE, method: "DELETE", path: "" },
  { name: "list messages", handler: listMessages, method: "GET", path: "/messages" },
  { name: "get message", handler: getMessage, method: "GET", path: "/messages/msg_alice" },
  { name: "run", handler: run, method: "POST", path: "/runs", body: RUN },
  { name: "cancel", handler: cancelRun, method: "DELETE", path: "/runs/run_alice" },
  {
    name: "component state",
    handler: setState,
    method: "POST",
    path: "/components/comp_alice/state",
    body: { state: { view: "table" } },
  },
  { name: "generate name", handler: generateName, method: "POST", path: "/generate-name" },
];

/** The routes without a thread in their path: they only ever speak of the caller's own. */
const ownRoutes: Route[] = [
  { name: "list threads", handler: threads.GET, method: "GET", path: "" },
  { name: "create thread", handler: threads.POST, method: "POST", path: "", body: {} },
  { name: "first run", handler: firstRun, method: "POST", path: "/runs", body: RUN },
];

let alice: SignedIn;
let bob: SignedIn;
let threadId: string;
let otherProjectsKey: string;
let before: unknown;

beforeAll(async () => {
  alice = await signIn("alice");
  bob = await signIn("bob");
  const content = [{ type: "text" as const, text: SECRET_TEXT }];
  const made = await createThread({
    ownerId: alice.ownerId,
    projectId: "default",
    initialMessages: [{ role: "user", content }],
  });
  threadId = made.id;
  await withOwner(alice.ownerId, (tx) =>
    tx.insert(messages).values({
      ownerId: alice.ownerId,
      threadId,
      id: "msg_alice",
      role: "assistant",
      content: [{ type: "component", id: "comp_alice", name: "Chart", props: { t: SECRET_TEXT } }],
      createdAt: new Date(Date.now() + 1000),
    }),
  );
  before = await getThread(alice.ownerId, threadId);

  const db = await getDb();
  otherProjectsKey = `pk_${randomBytes(16).toString("hex")}`;
  await db.insert(projects).values({ id: "other", name: "Other" });
  await db.insert(apiKeys).values({
    id: "other",
    projectId: "other",
    kind: "publishable",
    hash: createHash("sha256").update(otherProjectsKey).digest("base64url"),
    value: otherProjectsKey,
  });
});

afterAll(() => {
  vi.useRealTimers();
});

async function call(route: Route, headers: Record<string, string>): Promise<Response> {
  const prefix =
    route.name === "generate name" ? `/threads/${threadId}` : `/v1/threads/${threadId}`;
  const path = threadRoutes.includes(route) ? prefix + route.path : `/v1/threads${route.path}`;
  const request = new Request(`http://localhost:3000${path}`, {
    method: route.method,
    headers,
    body: route.body === undefined ? undefined : JSON.stringify(route.body),
  });
  const params = {
    threadId,
    messageId: "msg_alice",
    componentId: "comp_alice",
    runId: "run_alice",
  };
  return route.handler(request, { params: Promise.resolve(params) });
}

async function expectRefusal(response: Response, status: number) {
  const body = await response.text();
  expect({ status: response.status, body }).toMatchObject({ status });
  expect(JSON.parse(body).message).toEqual(expect.any(String));
  expect(body).not.toContain(SECRET_TEXT);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
}

describe.each(threadRoutes)("$name of a thread of alice", (route) => {
  test("is 404 for another user", async () => {
    await expectRefusal(await call(route, bob.headers), 404);
  });

  test("is 404 for another user by row-level security alone", async () => {
    const removed = await withoutOwnerCondition(async () => {
      await expectRefusal(await call(route, bob.headers), 404);
    });
    expect(removed).toBeGreaterThan(0);
  });
});

describe.each([...threadRoutes, ...ownRoutes])("$name", (route) => {
  test.each<[string, () => Record<string, string>]>([
    ["without a token", () => ({ "x-api-key": alice.apiKey })],
    ["without an API key", () => ({ authorization: alice.headers.authorization ?? "" })],
    ["with garbage", () => ({ ...alice.headers, authorization: "Bearer garbage" })],
    [
      "with a user token as bearer",
      () => ({
        ...alice.headers,
        authorization: `Bearer ${alice.userToken}`,
      }),
    ],
    ["with another project's key", () => ({ ...alice.headers, "x-api-key": otherProjectsKey })],
    ["with an unknown key", () => ({ ...alice.headers, "x-api-key": "pk_unknown" })],
  ])("is 401 %s", async (_name, headers) => {
    await expectRefusal(await call(route, headers()), 401);
  });

  test("is 401 with an expired token", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60 * 1000 });
    try {
      await expectRefusal(await call(route, alice.headers), 401);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("another user's own routes", () => {
  test("list none of alice's threads, by row-level security alone too", async () => {
    const list = ownRoutes[0] as Route;
    const owned = await (await call(list, bob.headers)).json();
    expect(JSON.stringify(owned)).not.toContain(threadId);
    const removed = await withoutOwnerCondition(async () => {
      const listed = await (await call(list, bob.headers)).json();
      expect(listed).toEqual(owned);
    });
    expect(removed).toBeGreaterThan(0);
  });
});

test("after all of it alice's thread is as it was", async () => {
  expect(await getThread(alice.ownerId, threadId)).toEqual(before);
});
