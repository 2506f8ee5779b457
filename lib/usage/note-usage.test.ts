import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { usage, usageDays } from "#drizzle/schema/usage.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { deleteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { streamRun } from "#lib/runs/stream-run.ts";
import { suggest } from "#lib/runs/suggestions/suggest.ts";
import { writeName } from "#lib/runs/write-name.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { noted } from "#test/limits.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { caller, hanging, listStored, play, question, startThread } from "#test/runs/play.ts";
import { call, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { today } from "./limits.ts";
import { DAYS_KEPT, noteUsage } from "./note-usage.ts";

provideDataDir();
const { projectId, ownerId } = caller;
const EVE = "E".repeat(22);

beforeEach(async () => {
  const db = await getDb();
  for (const table of [usage, usageDays]) await db.delete(table);
});
afterEach(() => {
  vi.useRealTimers();
});

async function listNoted() {
  await flushWrites();
  const db = await getDb();
  return db.select().from(usage).orderBy(usage.at);
}

async function listDays() {
  await flushWrites();
  const db = await getDb();
  return db.select().from(usageDays).orderBy(usageDays.day, usageDays.ownerId);
}

test("each answer is noted with its model, its tokens, its time and how it ended", async () => {
  const component = call("show_component_WeatherCard", '{"city":"Oslo","days":[]}');
  const { run } = await play(component, say("So it is."));
  expect(await listNoted()).toEqual([
    {
      id: run.runId,
      projectId,
      ownerId,
      kind: "run",
      model: "demo",
      // The script says one for each of its two requests.
      inputTokens: 2,
      outputTokens: 2,
      isEstimate: false,
      outcome: "ok",
      at: expect.any(Date),
      milliseconds: expect.any(Number),
    },
  ]);
  const sum = { projectId, day: today(), runs: 1, errors: 0, inputTokens: 2, outputTokens: 2 };
  expect(await listDays()).toEqual([
    { ...sum, ownerId: "" },
    { ...sum, ownerId },
  ]);
});

test.each([
  ["was cancelled", "cancelled", "CANCELLED", 0],
  ["took too long", "time-limit", "TIME_LIMIT", 1],
  ["was cut by the end of the server", "shutdown", "SERVER_STOPPING", 1],
  ["lost its thread", "lost", "RUN_LOST", 1],
] as const)("an answer that %s is noted with an estimate", async (_, reason, outcome, errors) => {
  const run = await startThread(question("x".repeat(400)));
  const { model, release } = hanging(...say("y".repeat(40)));
  const response = streamRun(run, model, { maxDuration: 300 });
  const { findRunning } = await import("#lib/runs/running.ts");
  const events = readEvents(response);
  await expect.poll(async () => (await listStored(run.threadId)).length).toBe(2);
  findRunning(run)?.stop(reason);
  await events;
  release();
  const [row] = await listNoted();
  expect(row).toMatchObject({ outcome, isEstimate: true, outputTokens: 10 });
  // The question, and the components and tools that were offered.
  expect(row?.inputTokens).toBeGreaterThan(100);
  expect(row?.inputTokens).toBeLessThan(1_000);
  expect((await listDays())[0]).toMatchObject({ runs: 1, errors, outputTokens: 10 });
});

test("what a model refuses costs nothing, and what breaks off what there was", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await play([new Error("refused")]);
  await play([...say("abcd".repeat(3)), new TypeError("terminated")]);
  log.mockRestore();
  expect(await listNoted()).toMatchObject([
    { outcome: "LLM_ERROR", inputTokens: 0, outputTokens: 0, isEstimate: false },
    { outcome: "LLM_ERROR", outputTokens: 3, isEstimate: true },
  ]);
});

test("suggestions and names count, but are no runs", async () => {
  const { run, stored } = await play(say("Hello."));
  const key = { ...caller, threadId: run.threadId, messageId: stored[1]?.id ?? "" };
  const options = { maxSuggestions: 3, availableComponents: [] };
  await suggest(key, options, scriptedModel(say('{"suggestions":[]}')).model);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await writeName(caller, "hello", scriptedModel(say("not JSON")).model);
  log.mockRestore();
  expect(
    (await listNoted()).map(({ kind, inputTokens, outcome }) => [kind, inputTokens, outcome]),
  ).toEqual([
    ["run", 1, "ok"],
    ["suggestions", 1, "ok"],
    ["name", 1, "LLM_ERROR"],
  ]);
  expect((await listDays())[1]).toMatchObject({ runs: 1, errors: 1, inputTokens: 3 });
});

test("a batch that comes again counts once, and answers of all instances count together", async () => {
  const one = noted(ownerId);
  for (const _ of [1, 2]) {
    noteUsage(one);
    noteUsage(noted(EVE));
    await flushWrites();
  }
  expect((await listDays()).map((day) => [day.ownerId, day.runs, day.inputTokens])).toEqual([
    ["", 3, 30],
    [EVE, 2, 20],
    [ownerId, 1, 10],
  ]);
});

test("a user sees no more than the own sums and the project's, and changes none", async () => {
  noteUsage(noted(ownerId));
  noteUsage(noted(EVE));
  await flushWrites();
  const seen = await withOwner(EVE, (tx) => tx.select({ of: usageDays.ownerId }).from(usageDays));
  expect(seen.map(({ of }) => of).sort()).toEqual(["", EVE]);
  const attempts = [
    () => withOwner(EVE, (tx) => tx.update(usageDays).set({ inputTokens: 0 })),
    () => withOwner(EVE, (tx) => tx.delete(usageDays)),
    () => withOwner(EVE, (tx) => tx.select().from(usage)),
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});

test("a deleted user's usage goes with their data, but today's sum, which nobody gets rid of by that", async () => {
  await defaultProject();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 86_400_000 });
  noteUsage(noted(EVE));
  await flushWrites();
  vi.useRealTimers();
  noteUsage(noted(EVE));
  await flushWrites();
  await deleteOwner({ projectId, ownerId: EVE });
  expect(await listNoted()).toEqual([]);
  const days = await listDays();
  expect(days.filter((day) => day.ownerId === EVE)).toMatchObject([{ day: today(), runs: 1 }]);
  // An answer that another instance ends a little later.
  noteUsage(noted(ownerId));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
  noteUsage(noted(ownerId));
  const left = await listDays();
  expect(left.filter((day) => day.ownerId === EVE)).toEqual([]);
  expect(left.filter((day) => day.ownerId === ownerId)).toHaveLength(2);
});

test("what is older than a month is deleted", async () => {
  noteUsage(noted(ownerId));
  await flushWrites();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (DAYS_KEPT + 1) * 86_400_000 });
  noteUsage(noted(EVE));
  expect((await listNoted()).map((row) => row.ownerId)).toEqual([EVE]);
  expect((await listDays()).map((day) => day.ownerId)).toEqual(["", EVE]);
});
