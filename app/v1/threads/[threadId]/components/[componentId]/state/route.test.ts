import { beforeEach, expect, test } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { signIn } from "#test/sign-in.ts";
import { POST } from "./route.ts";

provideDataDir();

let post: (body: unknown) => Promise<Response>;

beforeEach(async () => {
  const { ownerId, headers } = await signIn("ada");
  const { id: threadId } = await createThread({ ownerId, projectId: "default" });
  await withOwner(ownerId, (tx) =>
    tx.insert(messages).values({
      ownerId,
      threadId,
      id: "msg_1",
      role: "assistant",
      content: [{ type: "component", id: "comp_1", name: "Chart", props: {} }],
      createdAt: new Date(),
    }),
  );
  post = (body) => {
    const url = `http://localhost/v1/threads/${threadId}/components/comp_1/state`;
    return POST(new Request(url, { method: "POST", headers, body: JSON.stringify(body) }), {
      params: Promise.resolve({ threadId, componentId: "comp_1" }),
    });
  };
});

async function expectRefusal(response: Response, status: number, code: string) {
  const body = await response.json();
  expect({ status: response.status, code: body.code }).toEqual({ status, code });
  expect(await (await post({ patch: [] })).json()).toEqual({ state: {} });
}

const nest = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

test.each([
  ["removed", { op: "remove", path: "" }],
  ["null", { op: "replace", path: "", value: null }],
  ["a number", { op: "replace", path: "", value: 5 }],
  ["a string", { op: "add", path: "", value: "abc" }],
  ["a list", { op: "replace", path: "", value: [1, 2] }],
])("a patch that leaves the state %s is 400 and changes nothing", async (_, operation) => {
  await expectRefusal(await post({ patch: [operation] }), 400, "INVALID_JSON_PATCH");
});

test("a patch may replace the whole state by another object", async () => {
  const response = await post({ patch: [{ op: "replace", path: "", value: { a: 1 } }] });
  expect(await response.json()).toEqual({ state: { a: 1 } });
});

test.each(["copy", "move"])("a patch with %s is 400", async (op) => {
  const patch = [
    { op: "add", path: "/a", value: {} },
    ...Array(20).fill({ op, from: "", path: "/a/b" }),
  ];
  await expectRefusal(await post({ patch }), 400, "VALIDATION_ERROR");
});

test("a patch of a thousand operations is accepted, a longer one is 400", async () => {
  const operation = { op: "add", path: "/a", value: 1 };
  await expectRefusal(await post({ patch: Array(1001).fill(operation) }), 400, "VALIDATION_ERROR");
  expect((await post({ patch: Array(1000).fill(operation) })).status).toBe(200);
});

test("a patch whose operations nest ever deeper is 400", async () => {
  const patch = [
    { op: "add", path: "/a", value: nest(90) },
    { op: "add", path: `/a${"/0".repeat(89)}/-`, value: nest(90) },
  ];
  await expectRefusal(await post({ patch }), 400, "INVALID_JSON_PATCH");
});

test("a deep value is 400", async () => {
  await expectRefusal(await post({ state: { a: nest(2000) } }), 400, "VALIDATION_ERROR");
});

test("a state or a body that is too large is 413", async () => {
  const state = (kilobytes: number) => ({ state: { a: "x".repeat(kilobytes * 1024) } });
  await expectRefusal(await post(state(256)), 413, "STATE_TOO_LARGE");
  await expectRefusal(await post(state(512)), 413, "BODY_TOO_LARGE");
});
