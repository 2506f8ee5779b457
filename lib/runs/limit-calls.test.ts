import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  add,
  listStored,
  question,
  readThread,
  result,
  start,
  startThread,
  stream,
} from "#test/runs/play.ts";
import { call, type Step, say, scriptedModel } from "#test/runs/scripted-model.ts";

provideDataDir();

const adding = (id = "c") => call("add", '{"a":1,"b":2}', { id });
const ENOUGH = "this tool may not be called again for this question; answer with what you have";

/** A question whose tool may be called so often. */
const ask = (maxCalls?: number) => ({ ...question("What is it?"), tools: [{ ...add, maxCalls }] });

const read = async (run: Awaited<ReturnType<typeof start>>, ...scripts: Step[][]) => {
  const { model, asked } = scriptedModel(...scripts);
  return { events: await readEvents(stream(run, model)), asked };
};

/** Answers the waiting calls. */
async function goOn(threadId: string, body: ReturnType<typeof ask>) {
  const { pendingToolCallIds } = await readThread(threadId);
  const content = pendingToolCallIds.map((id) => result(id, "3"));
  return start(threadId, { ...body, message: { role: "user", content } });
}

test("after eight rounds of tool results the model has to answer, whatever the client goes on with", async () => {
  const body = ask();
  const run = await startThread(body);
  const { threadId } = run;
  await read(run, adding());
  for (let round = 1; round < 8; round += 1) await read(await goOn(threadId, body), adding());
  const { events, asked } = await read(await goOn(threadId, body), adding(), say("It is 3."));
  // The model is told why, nobody is shown the call, and no result is waited for.
  expect(JSON.stringify(asked[1]?.prompt.at(-1))).toContain(ENOUGH);
  expect(JSON.stringify(events)).not.toContain("TOOL_CALL");
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  expect(await readThread(threadId)).toMatchObject({ pendingToolCallIds: [], toolRounds: 8 });
  expect(JSON.stringify((await listStored(threadId)).at(-1)?.content)).toContain("It is 3.");

  // The next question begins anew.
  const next = await read(await start(threadId, body), adding());
  expect(JSON.stringify(next.events)).toContain("awaiting_input");
  expect((await readThread(threadId)).toolRounds).toBe(0);
});

test("a tool is called as often as it allows, over all runs of a question", async () => {
  const body = ask(2);
  const run = await startThread(body);
  await read(run, adding());
  await read(await goOn(run.threadId, body), adding());
  const last = await read(await goOn(run.threadId, body), adding(), say("Enough."));
  expect(JSON.stringify(last.asked[1]?.prompt.at(-1))).toContain(ENOUGH);
  expect((await readThread(run.threadId)).pendingToolCallIds).toEqual([]);
  const next = await read(await start(run.threadId, body), adding());
  expect(JSON.stringify(next.events)).toContain("awaiting_input");
});

test("of two calls at once the one too many is not carried out", async () => {
  const run = await startThread(ask(1));
  const { events } = await read(run, [...adding("one"), ...adding("two")]);
  const [, answer, refused] = await listStored(run.threadId);
  const blocks = (answer?.content ?? []) as { type: string; id: string }[];
  const calls = blocks.filter(({ type }) => type === "tool_use");
  expect(calls).toHaveLength(2);
  expect(refused?.content).toMatchObject([{ toolUseId: calls[1]?.id, isError: true }]);
  expect((await readThread(run.threadId)).pendingToolCallIds).toEqual([calls[0]?.id]);
  expect(JSON.stringify(events.at(-2))).not.toContain(calls[1]?.id);
});

test("a limit of 0 is none, as clients mean it", async () => {
  const body = ask(0);
  const run = await startThread(body);
  await read(run, adding());
  const next = await read(await goOn(run.threadId, body), adding());
  expect(JSON.stringify(next.events)).toContain("awaiting_input");
});

test.each([-1, 1.5, "2", null])("maxCalls of %j is refused", async (maxCalls) => {
  await expect(async () => startThread(ask(maxCalls as number))).rejects.toThrow("maxCalls");
});
