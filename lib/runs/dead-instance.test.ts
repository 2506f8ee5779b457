import { sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { listThreads } from "#lib/threads/find-threads.ts";
import { getThread } from "#lib/threads/list-messages.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { caller, listStored, question, readThread, start, startThread } from "#test/runs/play.ts";
import { cancelRun } from "./running.ts";
import { saveProgress } from "./store.ts";

provideDataDir();
afterEach(() => void vi.useRealTimers());

/** A run that nobody carries out any more, after the first words of its answer. */
async function startAbandoned() {
  const run = await startThread();
  const content = [{ type: "text" as const, text: "So far" }];
  const { messageId: id, answerAt: createdAt } = run;
  await saveProgress(run, [{ id, role: "assistant", content, isCancelled: false, createdAt }]);
  return run;
}

async function expireLease(threadId: string): Promise<void> {
  const db = await getDb();
  await db.execute(sql`update threads set lease_expires_at = clock_timestamp() - interval '1 second'
    where id = ${threadId}`);
}

test("a run is read as interrupted once its lease has expired, by the database's clock", async () => {
  const AN_HOUR = 3_600_000; // milliseconds
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - AN_HOUR });
  const { threadId, runId } = await startAbandoned();
  const running = await getThread(caller.ownerId, threadId);
  expect(running).toMatchObject({ runStatus: "streaming", currentRunId: runId });
  expect(running.lastRunError).toBeUndefined();

  await expireLease(threadId);
  const { messages, ...thread } = await getThread(caller.ownerId, threadId);
  expect(thread).toMatchObject({
    runStatus: "idle",
    lastCompletedRunId: runId,
    lastRunError: { code: "INTERRUPTED", message: "The server stopped during this answer" },
  });
  expect(thread.currentRunId).toBeUndefined();
  expect(messages.at(-1)?.content).toEqual([{ type: "text", text: "So far" }]);
  expect((await listThreads(caller.ownerId, { limit: 1 })).threads).toEqual([thread]);
});

test("a run is ended by its cancellation when its instance does not answer, and stays so", async () => {
  const run = await startAbandoned();
  await cancelRun(run);
  expect(await readThread(run.threadId)).toMatchObject({
    isRunning: false,
    currentRunId: null,
    lastCompletedRunId: run.runId,
    lastRunCancelled: true,
    lastRunError: null,
  });
  expect((await listStored(run.threadId)).at(-1)?.content).toEqual([
    { type: "text", text: "So far" },
  ]);
  expect(await saveProgress(run, [])).toBe("lost");
  await expect(cancelRun(run)).rejects.toMatchObject({ status: 404, code: "RUN_NOT_FOUND" });
  await start(run.threadId, question("again"));
});
