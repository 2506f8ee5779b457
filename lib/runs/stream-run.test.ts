import { afterEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { hanging, startThread, stream, types } from "#test/runs/play.ts";
import { say } from "#test/runs/scripted-model.ts";

provideDataDir();
afterEach(() => void vi.useRealTimers());

test("while the model is silent a comment every 15 seconds keeps the connection open, and is no event", async () => {
  const run = await startThread();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const { model, release } = hanging(...say("So far"));
  const response = stream(run, model);
  vi.advanceTimersByTime(44_999);
  release();
  const text = await response.text();
  expect(text.match(/(?<=^|\n\n): keepalive\n\n/g)).toHaveLength(2);
  const events = await readEvents(new Response(text, { headers: response.headers }));
  expect(types(events).at(-1)).toBe("RUN_FINISHED");
  expect(vi.getTimerCount()).toBe(0);
});
