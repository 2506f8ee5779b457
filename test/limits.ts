import { afterEach, beforeEach, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { threads } from "#drizzle/schema/threads.ts";
import { usageDays } from "#drizzle/schema/usage.ts";
import { flushWrites } from "#lib/base/background.ts";
import { newThreadRunBody } from "#lib/runs/run-request.ts";
import { startThreadRun } from "#lib/runs/start.ts";
import { today } from "#lib/usage/limits.ts";
import type { Usage } from "#lib/usage/note-usage.ts";
import { provideDataDir } from "./data-dir.ts";
import { readEvents } from "./runs/grammar.ts";
import { question, stream } from "./runs/play.ts";
import { say, scriptedModel } from "./runs/scripted-model.ts";

const projectId = "default";
export const ADA = { ownerId: "A".repeat(22), projectId };
export const BOB = { ownerId: "B".repeat(22), projectId };
export const GUEST = { ownerId: "guest_".padEnd(22, "g"), projectId };

/** Gives a test file a database, and each of its tests people who have used nothing yet. */
export function provideUsers(): void {
  provideDataDir();
  beforeEach(async () => {
    await flushWrites();
    forgetRuns();
    const db = await getDb();
    for (const table of [threads, usageDays]) await db.delete(table);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });
}

/** As after a start: the limits of runs are read anew. */
export function forgetRuns(): void {
  for (const name of ["runs-limiter", "guest-runs-limiter"]) {
    Object.assign(globalThis, { [Symbol.for(`tambo-users.${name}`)]: undefined });
  }
}

export const ask = (user: typeof ADA) =>
  startThreadRun(user, newThreadRunBody.parse(question("What now?")));
export const answer = async (user: typeof ADA, model = scriptedModel(say("This.")).model) =>
  readEvents(stream(await ask(user), model));
export const countThreads = async () => (await getDb()).$count(threads);

/** As if this had been used today. */
export async function use(ownerId: string, tokens: number): Promise<void> {
  const sum = { projectId, day: today(), runs: 1, errors: 0, inputTokens: tokens, outputTokens: 0 };
  const db = await getDb();
  for (const whose of [ownerId, ""]) await db.insert(usageDays).values({ ...sum, ownerId: whose });
}

/** How something was refused. */
export async function refusal(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => {
      throw new Error("it was not refused");
    },
    (reason) => reason,
  );
  const seconds = Number(error.headers?.["retry-after"]);
  return { seconds, status: error.status, code: error.code, message: error.message };
}

/** What an answer of somebody used. */
export const noted = (of: string, more: Partial<Usage> = {}): Usage => ({
  id: `run_${Math.random()}`,
  projectId,
  ownerId: of,
  kind: "run",
  model: "demo",
  inputTokens: 10,
  outputTokens: 5,
  isEstimate: false,
  outcome: "ok",
  milliseconds: 1,
  ...more,
});
