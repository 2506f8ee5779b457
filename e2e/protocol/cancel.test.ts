import { expectRefusal, readJson } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { nameOf, parseStream } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

test("61 DELETE of the active run ends its stream at once with CANCELLED", async ({ ada }) => {
  const response = await ada.start(ask(words.slow));
  const { threadId, runId, rest } = await readUntil(response, "TEXT_MESSAGE_CONTENT");
  const startedAt = performance.now();
  const deleted = await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`);
  expect(await readJson(deleted, 200)).toEqual({ runId, status: "cancelled" });
  const events = parseStream(await rest());
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "CANCELLED" });
  expect(events.filter(({ type }) => ["RUN_ERROR", "RUN_FINISHED"].includes(type))).toHaveLength(1);
});

test("62 DELETE of an ended or unknown run changes nothing", async ({ ada }) => {
  const { threadId, runId } = await ada.run(ask(words.plain));
  const before = await getThread(ada, threadId);
  for (const id of [runId, "run_unknown"]) {
    const response = await ada.call("DELETE", `/v1/threads/${threadId}/runs/${id}`);
    expect([200, 404]).toContain(response.status);
  }
  expect(await getThread(ada, threadId)).toEqual(before);
  await expectRefusal(await ada.call("DELETE", `/v1/threads/thr_unknown/runs/${runId}`), 404);
});

test("63 after a cancel the partial message is kept and the next message is answered", async ({
  ada,
}) => {
  const response = await ada.start(ask(words.slow));
  const { threadId, runId, events } = await readUntil(response, "TEXT_MESSAGE_CONTENT");
  await readJson(await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`), 200);
  const next = await ada.run(ask(words.plain, { previousRunId: runId }), threadId);
  expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
  const [, partial] = await listMessages(ada, threadId);
  expect(partial).toMatchObject({ role: "assistant", isCancelled: true });
  const [started] = events.filter((event) => nameOf(event) === "TEXT_MESSAGE_START");
  expect(partial?.id).toBe(started?.messageId);
  expect(partial?.content[0]?.text).toEqual(expect.stringMatching(/\w/));
});

test("64 a connection that drops neither ends the run nor locks its thread", async ({ ada }) => {
  const abort = new AbortController();
  const response = await ada.start(ask(words.component), undefined, abort.signal);
  const { threadId, runId } = await readUntil(response, "RUN_STARTED");
  abort.abort();
  await expect
    .poll(() => getThread(ada, threadId), { interval: 50 })
    .toMatchObject({ runStatus: "idle", lastCompletedRunId: runId });
  const [, whole] = await listMessages(ada, threadId);
  const component = whole?.content.find(({ type }) => type === "component");
  expect(component?.props).toMatchObject({ city: words.city, note: expect.any(String) });
  const next = await ada.run(ask(words.plain, { previousRunId: runId }), threadId);
  expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
});
