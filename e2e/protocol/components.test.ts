import { applyJsonPatch } from "@tambo-ai/client";
import type { Client } from "./support/client.ts";
import { listMessages } from "./support/reading.ts";
import { essence, nameOf, type Run, valuesOf } from "./support/run.ts";
import { ask, availableComponents, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

interface Operation {
  op: string;
  path: string;
  value: unknown;
}

let played: Promise<Run[]> | undefined;
/** Runs that show a component, one without props, and one beside a tool call. */
const playAll = (client: Client) => {
  const scripts = [words.component, words.emptyComponent, words.toolAndComponent];
  played ??= Promise.all(scripts.map((text) => client.run(ask(text))));
  return played;
};

test("36 streamed message ids are the stored ones", async ({ ada }) => {
  for (const run of await playAll(ada)) {
    const stored = await listMessages(ada, run.threadId);
    expect(stored.map(({ id }) => id)).toEqual(
      expect.arrayContaining(run.messages.map(({ id }) => id)),
    );
  }
});

test("37 a tool call names an announced message of the assistant as its parent", async ({
  ada,
}) => {
  const { events, threadId } = await ada.run(ask(words.twoTools));
  const calls = events.filter(({ type }) => type === "TOOL_CALL_START");
  expect(calls).toHaveLength(2);
  const announced = events.find(({ type }) => type === "TEXT_MESSAGE_START");
  for (const call of calls) expect(call.parentMessageId).toBe(announced?.messageId);
  const stored = await listMessages(ada, threadId);
  expect(stored.find(({ id }) => id === announced?.messageId)?.role).toBe("assistant");
});

test("38 a call's arguments are one JSON object, without any none or an empty one", async ({
  ada,
}) => {
  const argumentsOf = ({ events }: Run) =>
    events.filter(({ type }) => type === "TOOL_CALL_ARGS").map(({ delta }) => delta);
  const call = argumentsOf(await ada.run(ask(words.oneTool))).join("");
  // A model may add words for the page, whose names begin with `_tambo_`.
  expect(JSON.parse(call)).toMatchObject({ a: 2, b: 3 });
  const bare = await ada.run(ask(words.bareTool));
  expect(bare.events.map(({ toolCallName }) => toolCallName)).toContain("clock");
  const keys = Object.keys(JSON.parse(argumentsOf(bare).join("") || "{}"));
  expect(keys.filter((key) => !key.startsWith("_tambo_"))).toEqual([]);
});

test("39 a component starts, grows and ends in this order, without props too", async ({ ada }) => {
  for (const { events } of await playAll(ada)) {
    const order = events.map(nameOf).filter((name) => name.startsWith("tambo.component"));
    expect(order[0]).toBe("tambo.component.start");
    expect(order.at(-1)).toBe("tambo.component.end");
    expect(order.slice(1, -1).filter((name) => name !== "tambo.component.props_delta")).toEqual([]);
  }
});

test("40 all deltas applied to {} are the stored props", async ({ ada }) => {
  for (const run of await playAll(ada)) {
    const deltas = valuesOf(run.events, "tambo.component.props_delta");
    const props = deltas.reduce<Record<string, unknown>>(
      (grown, { operations }) =>
        applyJsonPatch(grown, operations as Parameters<typeof applyJsonPatch>[1]),
      {},
    );
    const [end] = valuesOf(run.events, "tambo.component.end");
    expect(end?.finalProps).toEqual(props);
    const stored = (await listMessages(ada, run.threadId)).flatMap(({ content }) => content);
    expect(stored.find(({ type }) => type === "component")?.props).toEqual(props);
  }
});

test("41 there are no private keys and no nulls; nested arrays and odd keys survive", async ({
  ada,
}) => {
  const [run] = await playAll(ada);
  const [end] = valuesOf(run?.events ?? [], "tambo.component.end");
  expect(end?.finalProps).toEqual({
    city: words.city,
    days: expect.arrayContaining([{ t: expect.any(Number), hours: expect.any(Array) }]),
    note: expect.any(String),
    "wind/gusts~max": expect.any(Number),
    constructor: expect.any(String),
    stack: expect.arrayContaining([expect.any(Array)]),
  });
  const deltas = JSON.stringify(valuesOf(run?.events ?? [], "tambo.component.props_delta"));
  expect(deltas).not.toMatch(/_tambo_|null/);
});

test("42 paths are escaped, a key appears by `add`, and an array is not sent again to grow", async ({
  ada,
}) => {
  const [run] = await playAll(ada);
  const operations = valuesOf(run?.events ?? [], "tambo.component.props_delta").flatMap(
    (value) => value.operations as Operation[],
  );
  const seen = new Set<string>();
  /** A value brings everything within it along. */
  const see = (path: string, value: unknown) => {
    seen.add(path);
    if (typeof value !== "object" || value === null) return;
    for (const [key, part] of Object.entries(value)) see(`${path}/${key}`, part);
  };
  for (const { op, path, value } of operations) {
    expect(path).toMatch(/^(\/([^/~]|~[01])*)+$/);
    if (!seen.has(path)) expect(op, path).toBe("add");
    see(path, value);
  }
  expect(seen).toContain("/wind~1gusts~0max");
  expect(operations.filter(({ path }) => path === "/days")).toHaveLength(1);
});

test("43 a component's name is one of this run's, as the app registered it", async ({ ada }) => {
  const offered = availableComponents.map(({ name }) => name);
  for (const { events } of await playAll(ada)) {
    const started = valuesOf(events, "tambo.component.start");
    expect(started).toHaveLength(1);
    for (const { componentName } of started) expect(offered).toContain(componentName);
  }
});

test("44 ids of components and calls are unique within the thread", async ({ ada }) => {
  const first = await ada.run(ask(words.toolAndComponent));
  const runs = [first];
  for (const text of [words.component, words.twoTools]) {
    runs.push(await ada.run(ask(text), first.threadId));
  }
  const ids = runs.flatMap(({ events }) => [
    ...valuesOf(events, "tambo.component.start").map(({ componentId }) => componentId),
    ...events.filter(({ type }) => type === "TOOL_CALL_START").map((event) => event.toolCallId),
  ]);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(5);
});

test("69 reloaded messages equal the live ones: ids, order of blocks, props", async ({ ada }) => {
  for (const text of [
    words.plain,
    words.thinking,
    words.component,
    words.emptyComponent,
    words.toolAndComponent,
    ...words.failing,
  ]) {
    const run = await ada.run(ask(text));
    const stored = await listMessages(ada, run.threadId);
    expect(stored.slice(1).map(essence)).toEqual(run.messages.map(essence));
  }
});
