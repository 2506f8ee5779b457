import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { getThread } from "#lib/threads/list-messages.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { callRoute, ownRoutes, type Route, threadRoutes } from "#test/thread-routes.ts";
import { withoutOwnerCondition } from "#test/without-owner-condition.ts";

provideDataDir();

const SECRET_TEXT = "the words of alice";

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

function call(route: Route, headers: Record<string, string>): Promise<Response> {
  const params = {
    threadId,
    messageId: "msg_alice",
    componentId: "comp_alice",
    runId: "run_alice",
  };
  return callRoute(route, params, headers);
}

async function expectRefusal(response: Response, status: number) {
  const body = await response.text();
  expect({ status: response.status, body }).toMatchObject({ status });
  expect(JSON.parse(body).message).toEqual(expect.any(String));
  expect(body).not.toContain(SECRET_TEXT);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
}

describe.each(threadRoutes)("$name of a thread of alice", (route) => {
  test("is 404 for another user, also once its statements are known to the server", async () => {
    await expectRefusal(await call(route, bob.headers), 404);
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
