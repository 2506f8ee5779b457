import { expect, test, vi } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  caller,
  hanging,
  listStored,
  question,
  start,
  startThread,
  stream,
} from "#test/runs/play.ts";
import { say, scriptedModel } from "#test/runs/scripted-model.ts";
import { newThreadRunBody } from "./run-request.ts";
import { startThreadRun } from "./start.ts";
import { suggest } from "./suggestions/suggest.ts";
import { writeName } from "./write-name.ts";

provideDataDir();

const tooMany = {
  status: 429,
  code: "TOO_MANY_RUNS",
  message: "10 answers are being written for you. Wait until one of them has ended",
  headers: { "retry-after": "5" },
};

const other = { ...caller, ownerId: "another-owner-of-tests" };

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
  const body = newThreadRunBody.parse(question("hello"));
  await end(await startThreadRun(other, body));
  const [first, ...rest] = runs;
  if (first) await end(first);
  await end(await startThread());
  await Promise.all(rest.map(end));
});

test("suggestions and names count as well", async () => {
  const content = [{ type: "text" as const, text: "hi" }];
  const initialMessages = Array(11).fill({ role: "user", content });
  const { id: threadId } = await createThread({ ...caller, initialMessages });
  const keys = (await listStored(threadId)).map(({ id }) => ({
    ...caller,
    threadId,
    messageId: id,
  }));
  const options = { maxSuggestions: 3, availableComponents: [] };
  const { promise, resolve } = Promise.withResolvers<void>();
  const script = [promise, ...say('{"suggestions":[]}')];
  const { model, asked } = scriptedModel(...Array(10).fill(script), say('{"name":"Greeting"}'));
  const made = keys.slice(0, 10).map((key) => suggest(key, options, model));
  await expect.poll(() => asked).toHaveLength(10);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  for (const key of keys.slice(10)) {
    await expect(suggest(key, options, model)).rejects.toMatchObject(tooMany);
  }
  await expect(startThread()).rejects.toMatchObject(tooMany);
  expect(await writeName(caller, "hello there", model)).toBe("Hello there");
  log.mockRestore();
  expect(asked).toHaveLength(10);
  expect(await writeName(other, "hello there", model)).toBe("Greeting");
  resolve();
  await Promise.all(made);
  const runs = await Promise.all(Array.from({ length: 10 }, () => startThread()));
  const running = runs.map((run) => ({ run, ...hanging() }));
  const events = running.map(({ run, model }) => readEvents(stream(run, model)));
  for (const key of keys.slice(10)) {
    await expect(suggest(key, options, model)).rejects.toMatchObject(tooMany);
  }
  for (const { release } of running) release();
  await Promise.all(events);
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

test.each([
  ["texts", { content: "x".repeat(180_000) }],
  ["control characters", { content: "\u0001".repeat(30_000) }],
  ["numbers", { content: "", additionalContext: { a: Array(660).fill(1e300) } }],
])(
  "the model gets the newest messages that fit, such as %s, and what the app told it first",
  async (_, large) => {
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
          ...large,
          content: [{ type: "text", text: `${index}x${large.content}` }],
          createdAt: new Date(at + index),
        })),
      ),
    );
    const { model, asked } = scriptedModel(say("Done."));
    await readEvents(stream(await start(run.threadId, question("last")), model));
    const [system, ...told] = asked[0]?.prompt ?? [];
    expect(JSON.stringify(system)).toMatch(/Be kind\..*The beginning .* is left out/);
    expect(told.map(({ content }) => JSON.stringify(content).slice(0, 26))).toEqual([
      '[{"type":"text","text":"1x',
      '[{"type":"text","text":"2x',
      '[{"type":"text","text":"la',
    ]);
  },
);
