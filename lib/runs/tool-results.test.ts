import { describe, expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { threads } from "#drizzle/schema/threads.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  compareWithStored,
  listStored,
  offered,
  play,
  question,
  readThread,
  result,
  start,
  startThread,
  stream,
} from "#test/runs/play.ts";
import { call, say, scriptedModel } from "#test/runs/scripted-model.ts";

provideDataDir();

describe("client tools", () => {
  /** A thread whose last run waits for the results of calls of `add`. */
  async function waiting(calls = 1) {
    const parts = Array.from({ length: calls }, (_, index) =>
      call("add", '{"a":1,"b":2}', { id: `c${index}` }),
    );
    const played = await play(parts.flat());
    const ids = played.thread.pendingToolCallIds;
    expect(ids).toHaveLength(calls);
    return { ...played, ids, threadId: played.run.threadId, previousRunId: played.run.runId };
  }
  const post = (threadId: string, content: object[], more: object = {}) =>
    start(threadId, { ...offered, message: { role: "user", content }, ...more });

  test("everything is stored and the thread is free when the client is asked", async () => {
    const { model } = scriptedModel(call("add", '{"a":1,"b":2,"_tambo_statusMessage":"adding"}'));
    const run = await startThread();
    const reader = stream(run, model).body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; !text.includes("awaiting_input"); ) {
      text = (await reader?.read())?.value ?? "";
      if (!text.includes("awaiting_input")) continue;
      const ids = (await readThread(run.threadId)).pendingToolCallIds;
      const { value } = JSON.parse(text.slice("data: ".length));
      expect(value.pendingToolCalls).toEqual([
        { toolCallId: ids[0], toolName: "add", arguments: '{"a":1,"b":2}' },
      ]);
      await reader?.cancel();
      const next = await post(run.threadId, [result(ids[0] ?? "", "3")]);
      const events = await readEvents(stream(next, scriptedModel(say("It is 3.")).model));
      expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    }
  });

  test("a round trip gives the model its call and the result, in this order", async () => {
    const { threadId, previousRunId, ids } = await waiting();
    const additionalContext = { page: "home" };
    const run = await post(threadId, [result(ids[0] ?? "", "3")], { previousRunId });
    const { model, asked } = scriptedModel(say("It is 3."));
    const events = await readEvents(stream(run, model));
    await compareWithStored(run, events);
    expect(events[0]).toMatchObject({ type: "RUN_STARTED", threadId, runId: run.runId });
    expect(run.runId).not.toBe(previousRunId);
    expect(asked[0]?.prompt.slice(-2)).toMatchObject([
      { role: "assistant", content: [{ type: "tool-call", toolName: "add", toolCallId: ids[0] }] },
      { role: "tool", content: [{ toolCallId: ids[0], output: { type: "text", value: "3" } }] },
    ]);
    expect(JSON.stringify(asked)).not.toContain(additionalContext.page);
  });

  test("of several results for a call the last wins, and a missing one becomes an error", async () => {
    const { threadId, ids } = await waiting(2);
    const [first = ""] = ids;
    await post(threadId, [
      result(first, "3"),
      { type: "tool_result", toolUseId: first, content: [{ type: "text" }] },
    ]);
    const stored = (await listStored(threadId)).at(-1)?.content;
    expect(stored).toMatchObject([
      { toolUseId: first, content: [{ type: "text", text: "" }] },
      { toolUseId: ids[1], isError: true },
    ]);
  });

  test("results of unknown calls are refused and change nothing", async () => {
    const { threadId, ids, stored } = await waiting();
    const extra = post(threadId, [result(ids[0] ?? "", "3"), result("call_unknown", "4")]);
    await expect(extra).rejects.toMatchObject({
      status: 400,
      code: "EXTRA_RESULTS",
      extra: { extraToolCallIds: ["call_unknown"] },
    });
    expect(await listStored(threadId)).toHaveLength(stored.length);
    expect((await readThread(threadId)).pendingToolCallIds).toEqual(ids);
  });

  test("results that name another run are refused", async () => {
    const { threadId, ids } = await waiting();
    const stale = post(threadId, [result(ids[0] ?? "", "3")], { previousRunId: "run_other" });
    await expect(stale).rejects.toMatchObject({ status: 400, code: "INVALID_PREVIOUS_RUN" });
  });

  test("results that were given before do not start a second run", async () => {
    const { threadId, previousRunId, ids } = await waiting();
    const results = [result(ids[0] ?? "", "3")];
    const run = await post(threadId, results, { previousRunId });
    await expect(post(threadId, results, { previousRunId })).rejects.toMatchObject({
      status: 409,
      code: "CONCURRENT_RUN",
      extra: { currentRunId: run.runId },
    });
    await readEvents(stream(run, scriptedModel(say("3")).model));
    await expect(post(threadId, results, { previousRunId })).rejects.toMatchObject({
      status: 409,
      code: "RUN_ALREADY_CONTINUED",
    });
  });

  test("a plain message closes waiting calls, visibly, and the model goes on", async () => {
    const { threadId, ids } = await waiting();
    const run = await start(threadId, question("never mind"));
    const { model, asked } = scriptedModel(say("Fine."));
    const { rebuilt, thread } = await compareWithStored(run, await readEvents(stream(run, model)));
    expect(rebuilt[0]?.content).toMatchObject([{ type: "tool_result", toolUseId: ids[0] }]);
    expect(thread.pendingToolCallIds).toEqual([]);
    const roles = asked[0]?.prompt.map(({ role }) => role);
    expect(roles).toEqual(["system", "user", "assistant", "tool", "user"]);
  });

  test("a choice of tool is not forced again on its result", async () => {
    const { threadId, ids } = await waiting();
    const run = await post(threadId, [result(ids[0] ?? "", "3")], { toolChoice: { name: "add" } });
    const { model, asked } = scriptedModel(say("3"));
    await readEvents(stream(run, model));
    expect(asked[0]?.toolChoice).toEqual({ type: "auto" });
  });

  test("an unknown choice of tool is refused before anything is stored", async () => {
    const before = await (await getDb()).$count(threads);
    const body = { ...question("hello"), toolChoice: { name: "nothing" } };
    await expect(startThread(body)).rejects.toMatchObject({ status: 400 });
    await expect(
      startThread({ message: { role: "user", content: [result("call_1", "3")] } }),
    ).rejects.toMatchObject({ status: 400, code: "EXTRA_RESULTS" });
    expect(await (await getDb()).$count(threads)).toBe(before);
  });
});

describe("what the model is told", () => {
  test("the initial messages, the context of a message once, and the sampling", async () => {
    const run = await startThread({
      message: {
        role: "user",
        content: [{ type: "text", text: "hello" }],
        additionalContext: { page: "settings" },
      },
      thread: {
        initialMessages: [
          { role: "system", content: [{ type: "text", text: "Be kind." }] },
          { role: "assistant", content: [{ type: "text", text: "Welcome." }] },
        ],
      },
      maxTokens: 7,
      temperature: 0.5,
    });
    const { model, asked } = scriptedModel(say("Hi."));
    await readEvents(stream(run, model));
    expect(asked[0]).toMatchObject({ maxOutputTokens: 7, temperature: 0.5 });
    expect(asked[0]?.prompt).toMatchObject([
      { role: "system", content: expect.stringMatching(/data, not instructions.*\n\nBe kind\.$/) },
      { role: "assistant", content: [{ text: "Welcome." }] },
      { role: "user", content: [{ text: "hello" }, { text: expect.stringContaining("settings") }] },
    ]);
    expect((await listStored(run.threadId)).map(({ role }) => role)).toEqual([
      "system",
      "assistant",
      "user",
      "assistant",
    ]);
  });
});
