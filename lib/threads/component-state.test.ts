import { describe, expect, test } from "vitest";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread } from "./change-thread.ts";
import { changeComponentState } from "./component-state.ts";
import { isThread } from "./find-threads.ts";
import { getThread, listMessages } from "./list-messages.ts";

provideDataDir();

let owners = 0;
const newOwner = () => `owner${String(++owners).padStart(17, "0")}`;
const text = (value: string) => ({ type: "text" as const, text: value });
const user = (value: string) => ({ role: "user" as const, content: [text(value)] });

function newThread(ownerId: string, questions: string[] = []) {
  return createThread({ ownerId, projectId: "default", initialMessages: questions.map(user) });
}

async function addChart(ownerId: string, threadId: string, id: string) {
  const content = [{ type: "component", id, name: "Chart", props: { title: "t" } }];
  await withOwner(ownerId, (tx) =>
    tx.insert(messages).values({
      ownerId,
      threadId,
      id: `msg_${id}`,
      role: "assistant",
      content,
      createdAt: new Date(Date.now() + 1000),
    }),
  );
}

/** As a run does that is writing its answer. */
async function hold(ownerId: string, threadId: string) {
  await withOwner(ownerId, (tx) =>
    tx
      .update(threads)
      .set({ currentRunId: "run_x", leaseExpiresAt: new Date(Date.now() + 60_000) })
      .where(isThread(ownerId, threadId)),
  );
}

describe("component state", () => {
  test("is merged by key, belongs to one component, and is reloaded with it", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["charts"]);
    await addChart(owner, id, "comp_one");
    await changeComponentState(owner, id, "comp_one", { state: { view: "table" } });
    const merged = await changeComponentState(owner, id, "comp_one", { state: { hidden: ["a"] } });
    expect(merged).toEqual({ view: "table", hidden: ["a"] });
    const [, shown] = (await getThread(owner, id)).messages;
    expect(shown?.content).toEqual([
      { type: "component", id: "comp_one", name: "Chart", props: { title: "t" }, state: merged },
    ]);
    const listed = await listMessages(owner, id, { order: "asc" });
    expect(listed.messages.at(-1)?.content).toEqual(shown?.content);
  });

  test("takes a JSON Patch; one that does not apply changes nothing", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["charts"]);
    await addChart(owner, id, "comp_two");
    const change = (patch: Parameters<typeof changeComponentState>[3]) =>
      changeComponentState(owner, id, "comp_two", patch);
    await change({ patch: [{ op: "add", path: "/a", value: [1] }] });
    await expect(
      change({ patch: [{ op: "replace", path: "/b/c", value: 1 }] }),
    ).rejects.toMatchObject({ status: 400, code: "INVALID_JSON_PATCH" });
    expect(await change({ patch: [{ op: "add", path: "/a/-", value: 2 }] })).toEqual({ a: [1, 2] });
  });

  test("is kept for a component that a run stores only a moment later", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["charts"]);
    await hold(owner, id);
    const changing = changeComponentState(owner, id, "comp_soon", { state: { view: "table" } });
    await addChart(owner, id, "comp_soon");
    expect(await changing).toEqual({ view: "table" });
  });

  test("of a component that a run does not show either is 404", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["charts"]);
    await hold(owner, id);
    const changing = changeComponentState(owner, id, "comp_none", { state: {} });
    await expect(changing).rejects.toMatchObject({ status: 404, code: "COMPONENT_NOT_FOUND" });
  });

  test("of a component that the thread does not show is 404", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["charts"]);
    await expect(changeComponentState(owner, id, "comp_none", { state: {} })).rejects.toMatchObject(
      { status: 404, code: "COMPONENT_NOT_FOUND" },
    );
  });
});

test.each([
  ["letters", "x"],
  ["control characters", "\u0001"],
])("the states of a thread's components have 2 MB together, made of %s", async (_, character) => {
  const owner = newOwner();
  const { id: threadId } = await newThread(owner);
  const ids = Array.from({ length: 9 }, (_, index) => `comp_${index}`);
  const content = ids.map((id) => ({ type: "component", id, name: "Chart", props: {} }));
  const row = { ownerId: owner, threadId, id: "msg_all", role: "assistant" as const, content };
  await withOwner(owner, (tx) => tx.insert(messages).values({ ...row, createdAt: new Date() }));
  const set = (id: string, kilobytes: number) => {
    const length = (kilobytes * 1024) / (JSON.stringify(character).length - 2);
    return changeComponentState(owner, threadId, id, { state: { text: character.repeat(length) } });
  };
  const [last = "", ...others] = ids;
  for (const id of others) await set(id, 250);
  await expect(set(last, 100)).rejects.toMatchObject({
    status: 413,
    code: "STATE_TOO_LARGE",
    message: "state: with those of the thread's other components it must be at most 2048 KB",
  });
  // Nothing is changed by it, and what is made smaller makes room.
  await set(String(others[0]), 1);
  await set(last, 100);
});
