import { APICallError } from "ai";
import { describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { play, question, start, stream, types } from "#test/runs/play.ts";
import { call, type Part, type Step, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { PATCH_INTERVAL_MILLISECONDS } from "./props-patch.ts";

provideDataDir();
const log = vi.spyOn(console, "error").mockImplementation(() => {});

describe("a model that fails", () => {
  test("before its first word ends the run with an error that keeps its text to itself", async () => {
    const { run, events, thread } = await play([new Error("key sk-secret is not valid")]);
    expect(types(events)).toEqual(["RUN_STARTED", "RUN_ERROR"]);
    expect(JSON.stringify([events, thread])).not.toContain("sk-secret");
    expect(thread).toMatchObject({ currentRunId: null, lastCompletedRunId: run.runId });
    expect(thread.lastRunError?.code).toBe("LLM_ERROR");
  });

  test("in the middle keeps what was said, and the next message works", async () => {
    const { run, events, rebuilt } = await play([
      ...say("So far"),
      ...call("show_component_WeatherCard", '{"city":"Oslo"').slice(0, -2),
      new TypeError("terminated"),
    ]);
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_ERROR" });
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "So far" },
      { type: "component", name: "WeatherCard" },
    ]);
    const next = await start(run.threadId, question("again"));
    const after = await readEvents(stream(next, scriptedModel(say("Fine.")).model));
    expect(after.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("in the middle of a tool's arguments leaves a whole call with a result", async () => {
    const broken = call("add", '{"a":1,"b":2}').slice(0, 3);
    const { events, rebuilt, thread } = await play([...broken, new TypeError("terminated")]);
    expect(events.at(-1)?.type).toBe("RUN_ERROR");
    expect(rebuilt).toMatchObject([
      { role: "assistant", content: [{ type: "tool_use", name: "add" }] },
      { role: "user", content: [{ type: "tool_result" }] },
    ]);
    expect(thread.pendingToolCallIds).toEqual([]);
  });

  test.each([
    ["in the middle of arguments", ['{"a":1,', '"b":}', "]]"], { a: 1 }],
    ["at once", ["[1,2", "]"], undefined],
    ["in its first piece", ['{"a"1}'], undefined],
  ])(
    "to write JSON %s leaves the same call in the stream and in the thread",
    async (_, pieces, input) => {
      const parts: Part[] = pieces.map((delta) => ({ type: "tool-input-delta", id: "c", delta }));
      const [opened, ...rest] = parts;
      const wait = new Promise((resolve) => setTimeout(resolve, 2 * PATCH_INTERVAL_MILLISECONDS));
      const { events, stored, thread, run } = await play([
        { type: "tool-input-start", id: "c", toolName: "add" },
        ...(opened ? [opened] : []),
        wait,
        ...rest,
        { type: "tool-input-end", id: "c" },
        { type: "tool-call", toolCallId: "c", toolName: "add", input: pieces.join("") },
      ]);
      expect(events.at(-1)?.type).toBe("RUN_ERROR");
      const shown = stored
        .filter(({ role }) => role === "assistant")
        .flatMap(({ content }) => content);
      expect(shown).toMatchObject(input ? [{ type: "tool_use", name: "add", input }] : []);
      const started = types(events).filter((type) => /^TOOL_CALL_(START|END|RESULT)$/.test(type));
      expect(started).toEqual(
        input ? ["TOOL_CALL_START", "TOOL_CALL_END", "TOOL_CALL_RESULT"] : [],
      );
      expect(thread.pendingToolCallIds).toEqual([]);
      const next = await start(run.threadId, question("again"));
      const after = await readEvents(stream(next, scriptedModel(say("Fine.")).model));
      expect(after.at(-1)?.type).toBe("RUN_FINISHED");
    },
  );

  test.each<[string, Step[]]>([
    ["a failure", [...say("So far"), { type: "error", error: new Error("overloaded") }]],
    ["arguments that are no JSON", call("add", "[1,2]]", { size: 10 })],
  ])("with %s, and then goes on, is told to stop", async (_, steps) => {
    const { events, asked } = await play([...steps, new Promise(() => {})]);
    expect(events.at(-1)?.type).toBe("RUN_ERROR");
    expect(asked[0]?.abortSignal?.aborted).toBe(true);
  });

  test("leaves one line with the run, the error's name and its status", async () => {
    const message = "key sk-secret is not valid";
    const failures: [Error, string][] = [
      [new TypeError(message), "TypeError"],
      [
        new APICallError({ message, statusCode: 401, url: "x:", requestBodyValues: {} }),
        "AI_APICallError 401",
      ],
    ];
    for (const [error, name] of failures) {
      log.mockClear();
      const { run } = await play([error]);
      expect(log.mock.calls).toEqual([[`run ${run.runId}: the model failed: ${name}`]]);
    }
  });

  test("to give a tool a JSON object is told so, and nobody waits for the call", async () => {
    const { events, rebuilt, asked } = await play(
      call("add", '{"a":{"constructor":{"prototype":1}}}'),
      say("Sorry."),
    );
    expect(asked).toHaveLength(2);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    expect(types(events)).not.toContain("tambo.run.awaiting_input");
    expect(rebuilt[1]?.content).toMatchObject([{ type: "tool_result" }]);
  });

  test("by calling a tool that does not exist shows nothing of it", async () => {
    const { rebuilt } = await play(call("nope", "{}"), say("Sorry."));
    expect(rebuilt[0]?.content).toEqual([{ type: "text", text: "Sorry." }]);
  });

  test("by calling for ever is stopped", async () => {
    const again = call("show_component_WeatherCard", '{"city":"Oslo","days":[]}');
    const { asked, events } = await play(...Array.from({ length: 20 }, () => again));
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  });
});
