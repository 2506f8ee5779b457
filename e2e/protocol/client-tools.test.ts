import { type Client, expectRefusal } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { type Block, nameOf, type Run, readRun, valuesOf } from "./support/run.ts";
import { answer, ask, result, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

interface Pending {
  toolCallId: string;
  toolName: string;
  arguments: string;
}

const pendingOf = ({ events }: Pick<Run, "events">) =>
  valuesOf(events, "tambo.run.awaiting_input").flatMap(
    (value) => value.pendingToolCalls as Pending[],
  );

/** A thread that waits for the results of `add` and `multiply`. */
async function waitForTwo(client: Client) {
  const run = await client.run(ask(words.twoTools));
  const [add, multiply] = pendingOf(run).map(({ toolCallId }) => toolCallId);
  if (!add || !multiply) throw new TypeError("two calls were expected");
  return { ...run, add, multiply };
}

/** Every result in a thread, by the id of its call. */
async function readResults(client: Client, threadId: string) {
  const blocks = (await listMessages(client, threadId)).flatMap(({ content }) => content);
  const results = blocks.filter(({ type }) => type === "tool_result");
  return new Map(results.map((block) => [block.toolUseId as string, block]));
}

const textOf = (block?: Block) => (block?.content as { text: string }[] | undefined)?.[0]?.text;

test("52 all is committed when awaiting_input arrives", async ({ ada }) => {
  const response = await ada.start(ask(words.twoTools));
  const { threadId, runId, events } = await readUntil(response, "tambo.run.awaiting_input");
  const thread = await getThread(ada, threadId);
  const ids = pendingOf({ events }).map(({ toolCallId }) => toolCallId);
  expect(thread).toMatchObject({
    runStatus: "waiting",
    lastCompletedRunId: runId,
    pendingToolCallIds: ids,
  });
  expect(thread.currentRunId).toBeUndefined();
  const calls = thread.messages.at(-1)?.content.filter(({ type }) => type === "tool_use");
  expect(calls?.map(({ id }) => id)).toEqual(ids);
});

test("53 a client that hangs up at awaiting_input and posts its results at once succeeds", async ({
  ada,
}) => {
  for (let round = 0; round < 5; round += 1) {
    const abort = new AbortController();
    const response = await ada.start(ask(words.oneTool), undefined, abort.signal);
    const { threadId, runId, events } = await readUntil(response, "tambo.run.awaiting_input");
    abort.abort();
    const [call] = pendingOf({ events });
    const next = await ada.run(answer(runId, [result(call?.toolCallId ?? "", "5")]), threadId);
    expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
  }
});

test("54 awaiting_input lists exactly the calls of this run, by their streamed ids", async ({
  ada,
}) => {
  const run = await ada.run(ask(words.twoTools));
  const streamed = run.events.filter(({ type }) => type === "TOOL_CALL_START");
  expect(pendingOf(run)).toEqual(
    streamed.map(({ toolCallId, toolCallName }) => ({
      toolCallId,
      toolName: toolCallName,
      arguments: expect.stringMatching(/^\{.*\}$/),
    })),
  );
  expect(pendingOf(run).map(({ toolName }) => toolName)).toEqual(["add", "multiply"]);
});

test("55 what the server carries out itself is never listed", async ({ ada }) => {
  const run = await ada.run(ask(words.toolAndComponent));
  expect(valuesOf(run.events, "tambo.component.end")).toHaveLength(1);
  expect(pendingOf(run).map(({ toolName }) => toolName)).toEqual(["add"]);
  const shown = await ada.run(ask(words.component));
  expect(shown.events.map(nameOf)).not.toContain("tambo.run.awaiting_input");
});

test("56 results with an error, without text, with JSON and with a resource are accepted", async ({
  ada,
}) => {
  for (const given of [
    { content: [{ type: "text", text: "it broke" }], isError: true },
    { content: [{ type: "text" }] },
    { content: [{ type: "text", text: "" }] },
    { content: [] },
    {},
    { content: [{ type: "text", text: '{"sum":[5,{"a":null}]}' }] },
    { content: [{ type: "resource", resource: { name: "a.txt", text: "5" } }] },
  ]) {
    const run = await ada.run(ask(words.oneTool));
    const [call] = pendingOf(run);
    const toolUseId = call?.toolCallId ?? "";
    const results = [{ type: "tool_result" as const, toolUseId, ...given }];
    const next = await ada.run(answer(run.runId, results), run.threadId);
    expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
    const stored = (await readResults(ada, run.threadId)).get(toolUseId);
    expect(stored?.isError).toBe(given.isError);
  }
});

test("57 of several results the last counts, a missing one becomes an error", async ({ ada }) => {
  const run = await waitForTwo(ada);
  const results = [result(run.add, "first"), result(run.add, "last")];
  const next = await ada.run(answer(run.runId, results), run.threadId);
  expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
  const stored = await readResults(ada, run.threadId);
  expect(textOf(stored.get(run.add))).toBe("last");
  expect(stored.get(run.multiply)?.isError).toBe(true);
});

test("57 a result that nobody asked for is a 400 and stores nothing", async ({ ada }) => {
  const run = await waitForTwo(ada);
  const before = await getThread(ada, run.threadId);
  const extra = [result(run.add, "5"), result(run.multiply, "6"), result("call_unknown", "7")];
  const refused = await ada.start(answer(run.runId, extra), run.threadId);
  expect(await expectRefusal(refused, 400)).toMatchObject({ extraToolCallIds: ["call_unknown"] });
  const other = answer("run_other", [result(run.add, "5"), result(run.multiply, "6")]);
  await expectRefusal(await ada.start(other, run.threadId), 400);
  await expectRefusal(await ada.start(answer(run.runId, [result(run.add, "5")])), 400);
  expect(await getThread(ada, run.threadId)).toEqual(before);
});

test("57 results that were given before are a 409, not a second run", async ({ ada }) => {
  const run = await waitForTwo(ada);
  const results = answer(run.runId, [result(run.add, "5"), result(run.multiply, "6")]);
  await ada.run(results, run.threadId);
  const before = await listMessages(ada, run.threadId);
  await expectRefusal(await ada.start(results, run.threadId), 409);
  expect(await listMessages(ada, run.threadId)).toEqual(before);
});

test("58 a plain message while calls are pending closes them and is answered", async ({ ada }) => {
  const run = await waitForTwo(ada);
  const next = await ada.run(ask(words.plain), run.threadId);
  expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
  const stored = await readResults(ada, run.threadId);
  for (const id of [run.add, run.multiply]) expect(stored.get(id)?.isError).toBe(true);
  const thread = await getThread(ada, run.threadId);
  expect(thread).toMatchObject({ runStatus: "idle", lastCompletedRunId: next.runId });
  expect(thread.pendingToolCallIds).toBeUndefined();
});

test("60 a continuation starts a new run on the same thread", async ({ ada }) => {
  const run = await ada.run(ask(words.oneTool));
  const [call] = pendingOf(run);
  const body = answer(run.runId, [result(call?.toolCallId ?? "", "5")]);
  const next = await readRun(await ada.start(body, run.threadId));
  expect(next.events[0]).toMatchObject({ type: "RUN_STARTED", threadId: run.threadId });
  expect(next.runId).not.toBe(run.runId);
});

test("70 each tool_use has its tool_result in a later message", async ({ ada }) => {
  const run = await waitForTwo(ada);
  const results = [result(run.add, "5"), result(run.multiply, "6")];
  await ada.run(answer(run.runId, results), run.threadId);
  const messages = await listMessages(ada, run.threadId);
  const indexOf = (key: "id" | "toolUseId", id: string) =>
    messages.findIndex(({ content }) => content.some((block) => block[key] === id));
  for (const id of [run.add, run.multiply]) {
    expect(indexOf("id", id)).toBeGreaterThan(0);
    expect(indexOf("toolUseId", id)).toBeGreaterThan(indexOf("id", id));
  }
  const [given] = messages.filter(({ content }) => content[0]?.type === "tool_result");
  expect(given?.role).toBe("user");
});
