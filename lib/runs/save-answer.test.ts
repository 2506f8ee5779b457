import { setTimeout } from "node:timers/promises";
import type { LanguageModel } from "ai";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "#drizzle/client.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { hanging, startThread, stream } from "#test/runs/play.ts";
import { say } from "#test/runs/scripted-model.ts";
import { saveInterval, trackRun } from "./running.ts";

provideDataDir();

test("a process saves 250 times a second at most, and each of its runs well within its lease", async () => {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const intervals = [1, 125, 250, 500, 5_000].map((count, at, counts) => {
    for (let number = counts[at - 1] ?? 0; number < count; number++) {
      trackRun({ ownerId: "o", threadId: "t", runId: `run_${number}`, stop() {}, done });
    }
    return saveInterval();
  });
  expect(intervals).toEqual([500, 500, 1_000, 2_000, 2_000]);
  resolve();
  await expect.poll(saveInterval).toBe(500);
});

test("however slow the database, saves leave connections for requests", async () => {
  const { db, countConnections } = await openDatabase();
  const runs = await Promise.all(Array.from({ length: 9 }, () => startThread()));
  const models = runs.map(() => hanging(...say("So far")));
  const answers = runs.map((run, at) => stream(run, models[at]?.model as LanguageModel).text());
  await db.transaction(async (tx) => {
    // No answer can be stored.
    await tx.execute(sql`lock table messages in share mode`);
    // This connection, and six for saves. Only a pool can be asked.
    const inUse = () => countConnections?.().in_use ?? 7;
    await expect.poll(inUse, { timeout: 5_000 }).toBeGreaterThanOrEqual(7);
    await setTimeout(saveInterval());
    expect(inUse()).toBe(7);
  });
  for (const { release } of models) release();
  for (const text of await Promise.all(answers)) expect(text).toContain("RUN_FINISHED");
});
