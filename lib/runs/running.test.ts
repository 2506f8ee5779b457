import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  caller,
  compareWithStored,
  hanging,
  listStored,
  play,
  question,
  readThread,
  start,
  startThread,
  stream,
} from "#test/runs/play.ts";
import { call, type Step, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { runBody } from "./run-request.ts";
import { cancelRun, drainRuns, findRunning } from "./running.ts";
import { startRun } from "./start.ts";
import { expireAllLeases, type RunKey, requestCancel } from "./store.ts";
import { streamRun } from "./stream-run.ts";

provideDataDir();

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
    expect(await readThread(lost.threadId)).toMatchObject({ isRunning: false });

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
    expect(await readThread(run.threadId)).toMatchObject({ isRunning: true });
    await expireAllLeases();
    const thread = await readThread(run.threadId);
    expect(thread).toMatchObject({
      isRunning: false,
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
    for (let text = ""; !text.includes("far"); ) {
      const read = await watch?.read();
      if (!read || read.done) throw new Error("the run ended too early");
      text = read.value;
    }
    return { run, reading, release };
  }

  test("by its owner ends at once and keeps its text; the next message works", async () => {
    const { run, reading } = await startHanging(...say("So far"));
    await cancelRun(run);
    await expectCancelled(run, reading);
    const next = await start(run.threadId, { ...question("again"), previousRunId: run.runId });
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
    await expect
      .poll(async () => (await listStored(run.threadId)).at(-1)?.content)
      .toEqual([{ type: "text", text: "So far" }]);
    expect(await readThread(run.threadId)).toMatchObject({ isRunning: true });
    const running = findRunning(run);
    release();
    await running?.done;
    expect((await listStored(run.threadId)).at(-1)?.content).toEqual([
      { type: "text", text: "So far The end." },
    ]);
    expect(findRunning(run)).toBeUndefined();
  });
});

test("a run that takes too long ends itself, so that the host does not", async () => {
  const run = await startThread();
  const { model } = hanging(...say("So far"));
  const ALMOST_NOTHING = 10.05; // seconds, of which the run leaves ten to the host
  const events = await readEvents(streamRun(run, model, { maxDuration: ALMOST_NOTHING }));
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "TIME_LIMIT" });
  const { thread } = await compareWithStored(run, events);
  expect(thread).toMatchObject({ currentRunId: null, lastRunError: { code: "TIME_LIMIT" } });
});
