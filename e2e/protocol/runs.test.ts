import { expectRefusal, readJson } from "./support/client.ts";
import { listMessages, readUntil } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

test("26 a run needs no thread with a bearer", async ({ ada }) => {
  const run = await ada.run({
    message: { role: "user", content: [{ type: "text", text: words.plain }] },
    availableComponents: [],
    tools: [],
  });
  expect(run.events.at(-1)?.type).toBe("RUN_FINISHED");
});

test("27 nothing on offer and an empty context are accepted", async ({ ada }) => {
  const run = await ada.run(ask(words.plain, { availableComponents: [], tools: [] }));
  expect(run.messages.map(({ role }) => role)).toEqual(["assistant"]);
});

test("28 initial messages are stored in order before the user's", async ({ ada }) => {
  const initial = (role: string, text: string) => ({ role, content: [{ type: "text", text }] });
  const initialMessages = [
    initial("system", "Be brief."),
    initial("user", "One"),
    initial("assistant", "Two"),
    initial("user", "Three"),
  ];
  const run = await ada.run(ask(words.plain, { thread: { initialMessages } }));
  const messages = await listMessages(ada, run.threadId);
  const shown = messages.filter(({ role }) => role !== "system");
  const texts = shown.map(({ role, content }) => [role, content[0]?.text]);
  expect(texts.slice(0, 4)).toEqual([
    ["user", "One"],
    ["assistant", "Two"],
    ["user", "Three"],
    ["user", words.plain],
  ]);
  expect(texts).toHaveLength(5);
});

test("47 a failure of the model is a RUN_ERROR, and the next message is answered", async ({
  ada,
}) => {
  for (const text of words.failing) {
    const failed = await ada.run(ask(text));
    expect(failed.events.at(-1)).toMatchObject({
      type: "RUN_ERROR",
      message: expect.stringMatching(/\w/),
      code: expect.stringMatching(/^LLM_/),
      category: expect.stringMatching(/^(client|server)_error$/),
      isRetryable: expect.any(Boolean),
    });
    const next = ask(words.plain, { previousRunId: failed.runId });
    expect((await ada.run(next, failed.threadId)).events.at(-1)?.type).toBe("RUN_FINISHED");
  }
});

test("48 of two starts at once one streams, the other is a 409", async ({ ada }) => {
  const { threadId } = await ada.run(ask(words.plain));
  const starts = await Promise.all([
    ada.start(ask(words.slow), threadId),
    ada.start(ask(words.slow), threadId),
  ]);
  const [streaming, refused] = starts.sort((one, other) => one.status - other.status);
  if (!streaming || !refused) throw new TypeError("two were started");
  const { runId } = await readUntil(streaming, "RUN_STARTED");
  expect(await expectRefusal(refused, 409)).toMatchObject({
    code: "CONCURRENT_RUN",
    currentRunId: runId,
  });
  await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`);
});

test("49 a run on an unknown thread is a 404", async ({ ada }) => {
  for (const threadId of ["thr_unknown", "placeholder", "%F0%9F%8C%A6"]) {
    await expectRefusal(await ada.start(ask(words.plain), threadId), 404);
  }
});

test("50 previousRunId may be the last run, finished, failed or cancelled", async ({ ada }) => {
  const finished = await ada.run(ask(words.plain));
  const { threadId } = finished;
  const after = (runId: string, text: string) => ask(text, { previousRunId: runId });
  const failed = await ada.run(after(finished.runId, words.failing[0] ?? ""), threadId);
  const slow = await ada.start(after(failed.runId, words.slow), threadId);
  const { runId } = await readUntil(slow, "TEXT_MESSAGE_CONTENT");
  await readJson(await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`), 200);
  const last = await ada.run(after(runId, words.plain), threadId);
  expect(last.events.at(-1)?.type).toBe("RUN_FINISHED");
});

test("51 a plain message with no, an older or an unknown previousRunId is answered", async ({
  ada,
}) => {
  const first = await ada.run(ask(words.plain));
  await ada.run(ask(words.plain, { previousRunId: first.runId }), first.threadId);
  for (const previousRunId of [undefined, first.runId, "run_of_another_tab"]) {
    const run = await ada.run(ask(words.plain, { previousRunId }), first.threadId);
    expect(run.events.at(-1)?.type).toBe("RUN_FINISHED");
  }
  const stored = await listMessages(ada, first.threadId);
  expect(stored).toHaveLength(10);
});
