import { expect, test, vi } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { caller, question, start, startThread, stream } from "#test/runs/play.ts";
import { say, scriptedModel } from "#test/runs/scripted-model.ts";
import { newThreadRunBody } from "./run-request.ts";
import { startThreadRun } from "./start.ts";

provideDataDir();

const MEGABYTE = 1024 * 1024;
const tooMany = {
  status: 429,
  code: "TOO_MANY_RUNS",
  message: "10 answers are being written for you. Wait until one of them has ended",
  headers: { "retry-after": "5" },
};

async function end(run: Awaited<ReturnType<typeof startThread>>) {
  return readEvents(stream(run, scriptedModel(say("Done.")).model));
}

test("of twenty runs that one user starts at once ten are carried out, in new threads and old ones", async () => {
  const ended = await startThread();
  await end(ended);
  const starts = Array.from({ length: 19 }, () => startThread());
  const all = [...starts, start(ended.threadId, question("again"))];
  const results = await Promise.allSettled(all);
  const runs = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(runs).toHaveLength(10);
  for (const one of results) {
    if (one.status === "rejected") expect(one.reason).toMatchObject(tooMany);
  }
  // Nothing is left of those that were refused, and others are not held up.
  const other = { ...caller, ownerId: "another-owner-of-tests" };
  const body = newThreadRunBody.parse(question("hello"));
  await end(await startThreadRun(other, body));
  const [first, ...rest] = runs;
  if (first) await end(first);
  await end(await startThread());
  await Promise.all(rest.map(end));
});

test("a run asks the model for no more tokens than a long answer has", async () => {
  for (const [maxTokens, asked] of [
    [100, 100],
    [10_000_000, 32_000],
    [undefined, undefined],
  ]) {
    const script = scriptedModel(say("Done."));
    await readEvents(stream(await startThread({ ...question("hi"), maxTokens }), script.model));
    expect(script.asked[0]?.maxOutputTokens).toBe(asked);
  }
});

test("an answer without end is cut, and what there is of it is kept", async () => {
  const endless = say("x".repeat(999).concat(" ").repeat(600));
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const run = await startThread();
  const events = await readEvents(stream(run, scriptedModel(endless).model));
  expect(log.mock.calls.join()).toContain("TooLongAnswerError");
  log.mockRestore();
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_ERROR" });
  const text = events.map((event) => ("delta" in event ? event.delta : "")).join("");
  expect(text).toHaveLength(500_000);
});

test("the model gets the newest messages that fit, and what the app told it first", async () => {
  const run = await startThread({
    ...question("first"),
    thread: {
      initialMessages: [{ role: "system", content: [{ type: "text", text: "Be kind." }] }],
    },
  });
  await end(run);
  const { ownerId } = caller;
  const at = Date.now() + 1_000;
  await withOwner(ownerId, (tx) =>
    tx.insert(messages).values(
      [0, 1, 2].map((index) => ({
        ownerId,
        threadId: run.threadId,
        id: `msg_large_${index}`,
        role: "user" as const,
        content: [{ type: "text", text: `${index}${"x".repeat(9 * MEGABYTE)}` }],
        createdAt: new Date(at + index),
      })),
    ),
  );
  const { model, asked } = scriptedModel(say("Done."));
  await readEvents(stream(await start(run.threadId, question("last")), model));
  const [system, ...told] = asked[0]?.prompt ?? [];
  expect(JSON.stringify(system)).toContain("Be kind.");
  expect(told.map(({ content }) => JSON.stringify(content).slice(0, 26))).toEqual([
    '[{"type":"text","text":"1x',
    '[{"type":"text","text":"2x',
    '[{"type":"text","text":"la',
  ]);
});
