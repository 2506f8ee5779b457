import { once } from "node:events";
import { createServer } from "node:http";
import { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { afterEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { hanging, listStored, readThread, startThread, stream, types } from "#test/runs/play.ts";
import { type Part, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { findRunning } from "./running.ts";

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

/** Carries out a run with so many bytes of events that nobody reads, and looks whether all of it is stored. */
async function runUnread(bytes: number, send = (_: Response) => {}) {
  // In an event each of these characters is six bytes.
  const piece = "\u0001".repeat(4_000);
  const pieces = Array.from({ length: Math.floor(bytes / (6 * piece.length)) }, () => piece);
  const parts: Part[] = [
    { type: "text-start", id: "t" },
    ...pieces.map((delta): Part => ({ type: "text-delta", id: "t", delta })),
    { type: "text-end", id: "t" },
  ];
  const run = await startThread();
  const response = stream(run, scriptedModel(parts).model);
  send(response);
  await findRunning(run)?.done;
  const stored = (await listStored(run.threadId)).at(-1)?.content;
  expect(stored).toEqual([{ type: "text", text: pieces.join("") }]);
  expect(await readThread(run.threadId)).toMatchObject({
    currentRunId: null,
    lastCompletedRunId: run.runId,
    lastRunError: null,
  });
  return { run, response };
}

test("a client that reads nothing finds a megabyte when it reads again", async () => {
  const { response } = await runUnread(1_000_000);
  const events = await readEvents(response);
  expect(types(events).at(-1)).toBe("RUN_FINISHED");
});

test("a client for which more than that waits loses its connection, and its run is carried out and stored", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const network = new Duplex({ read() {}, write() {} }); // It takes nothing.
  const closed = once(network, "close").catch(() => {});
  const { run } = await runUnread(1_200_000, (response) => {
    createServer(getRequestListener(() => response)).emit("connection", network);
    network.push("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  });
  await closed;
  const reason = `run ${run.runId}: its client does not read and was cut off`;
  expect(log.mock.calls).toEqual([[reason]]);
  log.mockRestore();
});
