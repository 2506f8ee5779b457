import { expect, vi } from "vitest";
import { readEvents } from "#test/runs/grammar.ts";
import { hanging, startThread, stream } from "#test/runs/play.ts";
import { say } from "#test/runs/scripted-model.ts";
import type { TERMINAL_WRITES } from "./terminal-writes.ts";

type TerminalWrite = Awaited<ReturnType<(typeof TERMINAL_WRITES)[string]>>;

/** A run whose answer is whole but for its end. */
export async function almostEnded(
  count: (from: string) => Promise<number | undefined>,
): Promise<TerminalWrite> {
  const { threadId, ...run } = await startThread();
  const { model, release } = hanging(...say("All of"));
  const events = readEvents(stream({ threadId, ...run }, model));
  // Not `expect.poll`, which a hook must not call.
  await vi.waitFor(
    async () => expect(await count(`messages where thread_id = '${threadId}'`)).toBe(2),
    5_000,
  );
  const write = async () => {
    release();
    expect((await events).at(-1)?.type).toBe("RUN_FINISHED");
  };
  const whole = `'[{"type": "text", "text": "All of The end."}]'`;
  const ended = `t.id = '${threadId}' and t.last_completed_run_id = '${run.runId}'`;
  return {
    write,
    rows: [
      `messages m join threads t on t.id = m.thread_id where ${ended} and m.content = ${whole}`,
      1,
    ],
  };
}
