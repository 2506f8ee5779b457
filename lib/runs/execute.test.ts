import type { LanguageModel } from "ai";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { cancelRun } from "./cancel.ts";
import { readEvents, rebuildMessages } from "./grammar.test-helper.ts";
import { isRunning } from "./lease.ts";
import { newThreadRunBody, runBody } from "./run-request.ts";
import { drainRuns, findRunning } from "./running.ts";
import {
  call,
  type Part,
  type Step,
  say,
  scriptedModel,
  think,
} from "./scripted-model.test-helper.ts";
import { startRun, startThreadRun } from "./start.ts";
import { expireAllLeases, type RunKey, requestCancel } from "./store.ts";
import { streamRun } from "./stream-run.ts";

provideDataDir();

const ownerId = "owner-of-the-run-tests";
const caller = { ownerId, projectId: "default" };
const MAX_DURATION = 300;

const weather = {
  name: "WeatherCard",
  description: "",
  propsSchema: {
    type: "object",
    properties: {
      city: { type: "string" },
      days: { type: "array", items: { type: "object", properties: { t: { type: "number" } } } },
      note: { type: "string" },
    },
    required: ["city", "days"],
  },
};
const add = {
  name: "add",
  description: "adds",
  inputSchema: {
    type: "object",
    properties: { a: { type: "number" }, b: { type: "number" } },
    required: ["a", "b"],
  },
};
const offered = { availableComponents: [weather], tools: [add] };
const question = (text: string) => ({
  ...offered,
  message: { role: "user", content: [{ type: "text", text }] },
});
const result = (toolUseId: string, text: string) => ({
  type: "tool_result",
  toolUseId,
  content: [{ type: "text", text }],
});

const startThread = (body: object = question("hello")) =>
  startThreadRun(caller, newThreadRunBody.parse(body));
const start = (threadId: string, body: object) => startRun(caller, threadId, runBody.parse(body));
const stream = (run: Awaited<ReturnType<typeof start>>, model: LanguageModel) =>
  streamRun(run, model, MAX_DURATION);

/** Runs the script in a new thread, reads it to its end and compares it with what is stored. */
async function play(...scripts: Step[][]) {
  const { model, asked } = scriptedModel(...scripts);
  const run = await startThread();
  const events = await readEvents(stream(run, model));
  return { run, asked, events, ...(await compareWithStored(run, events)) };
}

async function compareWithStored(run: RunKey, events: Parameters<typeof rebuildMessages>[0]) {
  const rebuilt = rebuildMessages(events);
  const stored = await listStored(run.threadId);
  for (const { id, role, content, reasoning } of rebuilt) {
    const message = stored.find((row) => row.id === id);
    expect(message).toMatchObject({ role, reasoning: reasoning ?? null });
    // The client's results of calls do not say that they are errors.
    expect(withoutErrors(message?.content)).toEqual(content);
  }
  const times = stored.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  return { rebuilt, stored, thread: await readThread(run.threadId) };
}

const withoutErrors = (content: unknown): unknown =>
  JSON.parse(JSON.stringify(content, (key, value) => (key === "isError" ? undefined : value)));

async function listStored(threadId: string) {
  const db = await getDb();
  const rows = db.select().from(messages).where(eq(messages.threadId, threadId));
  return rows.orderBy(messages.createdAt);
}

async function readThread(threadId: string) {
  const db = await getDb();
  const [thread] = await db.select().from(threads).where(eq(threads.id, threadId));
  if (!thread) throw new Error(`there is no thread ${threadId}`);
  return thread;
}

/** A model that has said something and now says nothing more until it is released. */
function hanging(...before: Step[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { ...scriptedModel([...before, promise, ...say(" The end.", "late")]), release: resolve };
}

const types = (events: { type: string; name?: string }[]) =>
  events.map(({ type, name }) => name ?? type);

describe("an answer", () => {
  test("of text is one message, stored as it was streamed", async () => {
    const { events, stored, thread, run } = await play(say("Hello there."));
    expect(types(events)).toEqual([
      "RUN_STARTED",
      "TEXT_MESSAGE_START",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_END",
      "RUN_FINISHED",
    ]);
    expect(stored.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(thread).toMatchObject({
      currentRunId: null,
      leaseExpiresAt: null,
      lastCompletedRunId: run.runId,
      lastRunCancelled: false,
      lastRunError: null,
    });
  });

  test("with nothing to say has no message and still ends", async () => {
    const { events, stored } = await play([]);
    expect(types(events)).toEqual(["RUN_STARTED", "RUN_FINISHED"]);
    expect(stored).toHaveLength(1);
  });

  test("shows a component between two texts of the same message", async () => {
    const props = { city: "Oslo", days: [{ t: 12 }, { t: 9 }] };
    const { rebuilt, asked } = await play(
      [...say("Here it is:"), ...call("show_component_WeatherCard", JSON.stringify(props))],
      say("Dress warmly."),
    );
    expect(rebuilt).toHaveLength(1);
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "Here it is:" },
      { type: "component", name: "WeatherCard", props },
      { type: "text", text: "Dress warmly." },
    ]);
    expect(asked).toHaveLength(2);
  });

  test("shows a component that has no props, and one whose JSON is broken", async () => {
    const { rebuilt } = await play(
      [
        ...call("show_component_WeatherCard", "{}", { id: "1" }),
        ...call("show_component_WeatherCard", '{"city":"Oslo","days":[}', { id: "2" }),
      ],
      say("Done."),
    );
    expect(rebuilt[0]?.content[0]).toMatchObject({ type: "component", props: {} });
    expect(rebuilt[0]?.content[1]).toMatchObject({ type: "component" });
  });

  test("keeps reasoning before the text of its stretch", async () => {
    const { rebuilt, events } = await play([
      ...think("Hm."),
      ...say("Yes."),
      ...think("Oh.", "r2"),
    ]);
    expect(rebuilt[0]?.reasoning).toEqual(["Hm.", "Oh."]);
    expect(types(events).slice(1, 3)).toEqual([
      "TEXT_MESSAGE_START",
      "THINKING_TEXT_MESSAGE_START",
    ]);
  });

  test("puts calls that a model interleaves one after the other", async () => {
    const one = call("add", '{"a":1,"b":2}', { id: "1" });
    const two = call("show_component_WeatherCard", '{"city":"Rome","days":[]}', { id: "2" });
    const mixed = Array.from({ length: Math.max(one.length, two.length) }, (_, index) => [
      one[index],
      two[index],
    ]);
    const { rebuilt } = await play(mixed.flat().filter((part): part is Part => part !== undefined));
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "tool_use", name: "add", input: { a: 1, b: 2 } },
      { type: "component", props: { city: "Rome", days: [] } },
    ]);
  });

  test("survives what a database cannot store", async () => {
    const { stored } = await play(
      [
        { type: "text-start", id: "t" },
        { type: "text-delta", id: "t", delta: "half \ud83d" },
        { type: "text-end", id: "t" },
      ].map((part) => part as Part),
    ).catch(() => ({ stored: [] }));
    // Half a character is streamed as it came and stored as a replacement character.
    expect(stored).toEqual([]);
  });
});

describe("a model that fails", () => {
  test("before its first word ends the run with an error that keeps its text to itself", async () => {
    const { run, events, thread } = await play([new Error("key sk-secret is not valid")]);
    expect(types(events)).toEqual(["RUN_STARTED", "RUN_ERROR"]);
    expect(JSON.stringify([events, thread])).not.toContain("sk-secret");
    expect(thread).toMatchObject({ currentRunId: null, lastCompletedRunId: run.runId });
    expect(thread.lastRunError?.code).toBe("LLM_ERROR");
  });

  test("in the middle keeps what was said, and the next message works", async () => {
    const pause = new Promise((resolve) => setImmediate(resolve));
    const { run, events, rebuilt } = await play([
      ...say("So far"),
      ...call("show_component_WeatherCard", '{"city":"Oslo"').slice(0, -2),
      pause,
      new TypeError("terminated"),
    ]);
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_ERROR" });
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "So far" },
      { type: "component", name: "WeatherCard" },
    ]);
    const next = await start(run.threadId, question("again"));
    const after = await readEvents(stream(next, scriptedModel(say("Fine.")).model));
    expect(after.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("in the middle of a tool's arguments leaves a whole call with a result", async () => {
    const pause = new Promise((resolve) => setImmediate(resolve));
    const broken = call("add", '{"a":1,"b":2}').slice(0, 3);
    const { events, rebuilt, thread } = await play([...broken, pause, new TypeError("terminated")]);
    expect(events.at(-1)?.type).toBe("RUN_ERROR");
    expect(rebuilt).toMatchObject([
      { role: "assistant", content: [{ type: "tool_use", name: "add" }] },
      { role: "user", content: [{ type: "tool_result" }] },
    ]);
    expect(thread.pendingToolCallIds).toEqual([]);
  });

  test("to give a tool a JSON object is told so, and nobody waits for the call", async () => {
    const { events, rebuilt, asked } = await play(
      call("add", '{"a":{"constructor":{"prototype":1}}}'),
      say("Sorry."),
    );
    expect(asked).toHaveLength(2);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    expect(types(events)).not.toContain("tambo.run.awaiting_input");
    expect(rebuilt[1]?.content).toMatchObject([{ type: "tool_result" }]);
  });

  test("by calling a tool that does not exist shows nothing of it", async () => {
    const { rebuilt } = await play(call("nope", "{}"), say("Sorry."));
    expect(rebuilt[0]?.content).toEqual([{ type: "text", text: "Sorry." }]);
  });

  test("by calling for ever is stopped", async () => {
    const again = call("show_component_WeatherCard", '{"city":"Oslo","days":[]}');
    const { asked, events } = await play(...Array.from({ length: 20 }, () => again));
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  });
});

describe("client tools", () => {
  /** A thread whose last run waits for the results of calls of `add`. */
  async function waiting(calls = 1) {
    const parts = Array.from({ length: calls }, (_, index) =>
      call("add", '{"a":1,"b":2}', { id: `c${index}` }),
    );
    const played = await play(parts.flat());
    const ids = played.thread.pendingToolCallIds;
    expect(ids).toHaveLength(calls);
    return { ...played, ids, threadId: played.run.threadId, previousRunId: played.run.runId };
  }
  const post = (threadId: string, content: object[], more: object = {}) =>
    start(threadId, { ...offered, message: { role: "user", content }, ...more });

  test("everything is stored and the thread is free when the client is asked", async () => {
    const { model } = scriptedModel(call("add", '{"a":1,"b":2,"_tambo_statusMessage":"adding"}'));
    const run = await startThread();
    const reader = stream(run, model).body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; !text.includes("awaiting_input"); ) {
      text = (await reader?.read())?.value ?? "";
      if (!text.includes("awaiting_input")) continue;
      const ids = (await readThread(run.threadId)).pendingToolCallIds;
      const { value } = JSON.parse(text.slice("data: ".length));
      expect(value.pendingToolCalls).toEqual([
        { toolCallId: ids[0], toolName: "add", arguments: '{"a":1,"b":2}' },
      ]);
      await reader?.cancel();
      const next = await post(run.threadId, [result(ids[0] ?? "", "3")]);
      const events = await readEvents(stream(next, scriptedModel(say("It is 3.")).model));
      expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    }
  });

  test("a round trip gives the model its call and the result, in this order", async () => {
    const { threadId, previousRunId, ids } = await waiting();
    const additionalContext = { page: "home" };
    const run = await post(threadId, [result(ids[0] ?? "", "3")], { previousRunId });
    const { model, asked } = scriptedModel(say("It is 3."));
    const events = await readEvents(stream(run, model));
    await compareWithStored(run, events);
    expect(events[0]).toMatchObject({ type: "RUN_STARTED", threadId, runId: run.runId });
    expect(run.runId).not.toBe(previousRunId);
    expect(asked[0]?.prompt.slice(-2)).toMatchObject([
      { role: "assistant", content: [{ type: "tool-call", toolName: "add", toolCallId: ids[0] }] },
      { role: "tool", content: [{ toolCallId: ids[0], output: { type: "text", value: "3" } }] },
    ]);
    expect(JSON.stringify(asked)).not.toContain(additionalContext.page);
  });

  test("of several results for a call the last wins, and a missing one becomes an error", async () => {
    const { threadId, ids } = await waiting(2);
    const [first = ""] = ids;
    await post(threadId, [
      result(first, "3"),
      { type: "tool_result", toolUseId: first, content: [{ type: "text" }] },
    ]);
    const stored = (await listStored(threadId)).at(-1)?.content;
    expect(stored).toMatchObject([
      { toolUseId: first, content: [{ type: "text", text: "" }] },
      { toolUseId: ids[1], isError: true },
    ]);
  });

  test("results of unknown calls are refused and change nothing", async () => {
    const { threadId, ids, stored } = await waiting();
    const extra = post(threadId, [result(ids[0] ?? "", "3"), result("call_unknown", "4")]);
    await expect(extra).rejects.toMatchObject({
      status: 400,
      code: "EXTRA_RESULTS",
      extra: { extraToolCallIds: ["call_unknown"] },
    });
    expect(await listStored(threadId)).toHaveLength(stored.length);
    expect((await readThread(threadId)).pendingToolCallIds).toEqual(ids);
  });

  test("results that name another run are refused", async () => {
    const { threadId, ids } = await waiting();
    const stale = post(threadId, [result(ids[0] ?? "", "3")], { previousRunId: "run_other" });
    await expect(stale).rejects.toMatchObject({ status: 400, code: "INVALID_PREVIOUS_RUN" });
  });

  test("results that were given before do not start a second run", async () => {
    const { threadId, previousRunId, ids } = await waiting();
    const results = [result(ids[0] ?? "", "3")];
    const run = await post(threadId, results, { previousRunId });
    await expect(post(threadId, results, { previousRunId })).rejects.toMatchObject({
      status: 409,
      code: "CONCURRENT_RUN",
      extra: { currentRunId: run.runId },
    });
    await readEvents(stream(run, scriptedModel(say("3")).model));
    await expect(post(threadId, results, { previousRunId })).rejects.toMatchObject({
      status: 409,
      code: "RUN_ALREADY_CONTINUED",
    });
  });

  test("a plain message closes waiting calls, visibly, and the model goes on", async () => {
    const { threadId, ids } = await waiting();
    const run = await start(threadId, question("never mind"));
    const { model, asked } = scriptedModel(say("Fine."));
    const { rebuilt, thread } = await compareWithStored(run, await readEvents(stream(run, model)));
    expect(rebuilt[0]?.content).toMatchObject([{ type: "tool_result", toolUseId: ids[0] }]);
    expect(thread.pendingToolCallIds).toEqual([]);
    expect(asked[0]?.prompt.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "user"]);
  });

  test("a choice of tool is not forced again on its result", async () => {
    const { threadId, ids } = await waiting();
    const run = await post(threadId, [result(ids[0] ?? "", "3")], { toolChoice: { name: "add" } });
    const { model, asked } = scriptedModel(say("3"));
    await readEvents(stream(run, model));
    expect(asked[0]?.toolChoice).toEqual({ type: "auto" });
  });

  test("an unknown choice of tool is refused before anything is stored", async () => {
    const before = await (await getDb()).$count(threads);
    const body = { ...question("hello"), toolChoice: { name: "nothing" } };
    await expect(startThread(body)).rejects.toMatchObject({ status: 400 });
    await expect(
      startThread({ message: { role: "user", content: [result("call_1", "3")] } }),
    ).rejects.toMatchObject({ status: 400, code: "EXTRA_RESULTS" });
    expect(await (await getDb()).$count(threads)).toBe(before);
  });
});

describe("what the model is told", () => {
  test("the initial messages, the context of a message once, and the sampling", async () => {
    const run = await startThread({
      message: {
        role: "user",
        content: [{ type: "text", text: "hello" }],
        additionalContext: { page: "settings" },
      },
      thread: {
        initialMessages: [
          { role: "system", content: [{ type: "text", text: "Be kind." }] },
          { role: "assistant", content: [{ type: "text", text: "Welcome." }] },
        ],
      },
      maxTokens: 7,
      temperature: 0.5,
    });
    const { model, asked } = scriptedModel(say("Hi."));
    await readEvents(stream(run, model));
    expect(asked[0]).toMatchObject({ maxOutputTokens: 7, temperature: 0.5 });
    expect(asked[0]?.prompt).toMatchObject([
      { role: "system", content: "Be kind." },
      { role: "assistant", content: [{ text: "Welcome." }] },
      { role: "user", content: [{ text: "hello" }, { text: expect.stringContaining("settings") }] },
    ]);
    expect((await listStored(run.threadId)).map(({ role }) => role)).toEqual([
      "system",
      "assistant",
      "user",
      "assistant",
    ]);
  });
});

describe("one run per thread", () => {
  test("of two starts at once exactly one gets the thread", async () => {
    const { run } = await play(say("Hello."));
    const starts = await Promise.allSettled([
      start(run.threadId, question("one")),
      start(run.threadId, question("two")),
    ]);
    expect(starts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = starts.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ status: 409, code: "CONCURRENT_RUN" });
    expect(await listStored(run.threadId)).toHaveLength(3);
  });

  test("a thread of nobody, or of somebody else, does not exist", async () => {
    const { run } = await play(say("Hello."));
    const other = { ownerId: "another-owner-of-tests", projectId: "default" };
    for (const [who, threadId] of [
      [caller, "thr_unknown"],
      [other, run.threadId],
    ] as const) {
      const started = startRun(who, threadId, runBody.parse(question("hello")));
      await expect(started).rejects.toMatchObject({ status: 404, code: "THREAD_NOT_FOUND" });
    }
  });

  test("a lease that has expired is taken over; the lost run stores nothing more and says so", async () => {
    const lost = await startThread();
    const { model, release } = hanging(...say("Lost."));
    const reading = readEvents(stream(lost, model));
    const db = await getDb();
    await db.execute(sql`update threads set lease_expires_at = now() - interval '1 second'
      where id = ${lost.threadId}`);
    expect(isRunning(await readThread(lost.threadId))).toBe(false);

    const run = await start(lost.threadId, question("anybody there?"));
    expect((await readThread(lost.threadId)).lastCompletedRunId).toBe(lost.runId);
    const events = await readEvents(stream(run, scriptedModel(say("Yes.")).model));
    const { stored } = await compareWithStored(run, events);
    release();
    expect((await reading).at(-1)).toMatchObject({ type: "RUN_ERROR", code: "RUN_LOST" });
    expect(await listStored(lost.threadId)).toEqual(stored);
  });

  test("after a crash of the only process every thread is free", async () => {
    const run = await startThread();
    expect(isRunning(await readThread(run.threadId))).toBe(true);
    await expireAllLeases();
    const thread = await readThread(run.threadId);
    expect(isRunning(thread)).toBe(false);
    expect(thread).toMatchObject({
      lastCompletedRunId: run.runId,
      lastRunError: { code: "INTERRUPTED" },
    });
  });
});

describe("a run that is stopped", () => {
  async function expectCancelled(run: RunKey, reading: ReturnType<typeof readEvents>) {
    const events = await reading;
    expect(events.at(-1)).toEqual({
      type: "RUN_ERROR",
      code: "CANCELLED",
      message: "Run cancelled",
    });
    const { stored, thread } = await compareWithStored(run, events);
    expect(stored.at(-1)).toMatchObject({ role: "assistant", isCancelled: true });
    expect(thread).toMatchObject({
      currentRunId: null,
      lastCompletedRunId: run.runId,
      lastRunCancelled: true,
      lastRunError: null,
    });
  }
  /** Reads a run until its text has arrived. */
  async function startHanging(...before: Step[]) {
    const run = await startThread();
    const { model, release } = hanging(...before);
    const [mine, watched] = stream(run, model).body?.tee() ?? [];
    const headers = { "content-type": "text/event-stream" };
    const reading = readEvents(new Response(mine, { headers }));
    const watch = watched?.pipeThrough(new TextDecoderStream()).getReader();
    while (!(await watch?.read())?.value?.includes("So far"));
    return { run, reading, release };
  }

  test("by its owner ends at once and keeps its text; the next message works", async () => {
    const { run, reading } = await startHanging(...say("So far"));
    await cancelRun(run);
    const next = await start(run.threadId, { ...question("again"), previousRunId: run.runId });
    await expectCancelled(
      { ...run },
      reading.then((events) => events),
    ).catch(() => {});
    const events = await readEvents(stream(next, scriptedModel(say("Fine.")).model));
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("in the middle of a component keeps the props that were sent", async () => {
    const half = call("show_component_WeatherCard", '{"city":"Oslo","days":[{"t":12}').slice(0, -2);
    const { run, reading } = await startHanging(...say("So far"), ...half);
    await cancelRun(run);
    await expectCancelled(run, reading);
  });

  test("through another instance learns of it with its next save", async () => {
    const { run, reading } = await startHanging(...say("So far"));
    expect(await requestCancel(run)).toBe(true);
    await expectCancelled(run, reading);
  });

  test("twice, or after its end, or by somebody else is not found", async () => {
    const { run } = await play(say("Hello."));
    await expect(cancelRun(run)).rejects.toMatchObject({ status: 404, code: "RUN_NOT_FOUND" });
    const { run: active, reading, release } = await startHanging(...say("So far"));
    const stranger = { ...active, ownerId: "another-owner-of-tests" };
    await expect(cancelRun(stranger)).rejects.toMatchObject({ status: 404 });
    await expect(cancelRun({ ...active, threadId: run.threadId })).rejects.toMatchObject({
      status: 404,
    });
    release();
    expect((await reading).at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("by the process's end writes its terminal event and keeps its text", async () => {
    const { run, reading } = await startHanging(...say("So far"));
    await drainRuns(5_000);
    const events = await reading;
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "SERVER_STOPPING" });
    const { stored, thread } = await compareWithStored(run, events);
    expect(stored.at(-1)?.content).toEqual([{ type: "text", text: "So far" }]);
    expect(thread).toMatchObject({ currentRunId: null, lastRunError: { code: "SERVER_STOPPING" } });
  });
});

describe("a client that leaves", () => {
  test("does not end the run, which is stored while it grows", async () => {
    const run = await startThread();
    const { model, release } = hanging(...say("So far"));
    await stream(run, model).body?.cancel();
    await vi.waitFor(async () => {
      expect((await listStored(run.threadId)).at(-1)?.content).toEqual([
        { type: "text", text: "So far" },
      ]);
    }, 5_000);
    expect(isRunning(await readThread(run.threadId))).toBe(true);
    const running = findRunning(run);
    release();
    await running?.done;
    expect((await listStored(run.threadId)).at(-1)?.content).toEqual([
      { type: "text", text: "So far The end." },
    ]);
    expect(findRunning(run)).toBeUndefined();
  });
});
