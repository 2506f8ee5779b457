import { APICallError } from "ai";
import { describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "./grammar.test-helper.ts";
import { play, question, start, stream, types } from "./play.test-helper.ts";
import { PATCH_INTERVAL_MILLISECONDS } from "./props-patch.ts";
import { call, type Part, say, scriptedModel, think } from "./scripted-model.test-helper.ts";

provideDataDir();
const log = vi.spyOn(console, "error").mockImplementation(() => {});

describe("an answer", () => {
  test("of text is one message, stored as it was streamed", async () => {
    const { events, stored, thread, run } = await play(say("Hello there."));
    expect(types(events)).toEqual([
      "RUN_STARTED",
      "TEXT_MESSAGE_START",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_END",
      "RUN_FINISHED",
    ]);
    expect(stored.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(thread).toMatchObject({
      currentRunId: null,
      leaseExpiresAt: null,
      lastCompletedRunId: run.runId,
      lastRunCancelled: false,
      lastRunError: null,
    });
  });

  test("with nothing to say has no message and still ends", async () => {
    const { events, stored } = await play([]);
    expect(types(events)).toEqual(["RUN_STARTED", "RUN_FINISHED"]);
    expect(stored).toHaveLength(1);
  });

  test("shows a component between two texts of the same message", async () => {
    const props = { city: "Oslo", days: [{ t: 12 }, { t: 9 }] };
    const { rebuilt, asked } = await play(
      [...say("Here it is:"), ...call("show_component_WeatherCard", JSON.stringify(props))],
      say("Dress warmly."),
    );
    expect(rebuilt).toHaveLength(1);
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "Here it is:" },
      { type: "component", name: "WeatherCard", props },
      { type: "text", text: "Dress warmly." },
    ]);
    expect(asked).toHaveLength(2);
  });

  test("shows a component that has no props, and one whose JSON is broken", async () => {
    const { rebuilt } = await play(
      [
        ...call("show_component_WeatherCard", "{}", { id: "1" }),
        ...call("show_component_WeatherCard", '{"city":"Oslo","days":[}', { id: "2" }),
      ],
      say("Done."),
    );
    expect(rebuilt[0]?.content[0]).toMatchObject({ type: "component", props: {} });
    expect(rebuilt[0]?.content[1]).toMatchObject({ type: "component" });
  });

  test("keeps reasoning before the text of its stretch", async () => {
    const { rebuilt, events } = await play([
      ...think("Hm."),
      ...say("Yes."),
      ...think("Oh.", "r2"),
    ]);
    expect(rebuilt[0]?.reasoning).toEqual(["Hm.", "Oh."]);
    expect(types(events).slice(1, 3)).toEqual([
      "TEXT_MESSAGE_START",
      "THINKING_TEXT_MESSAGE_START",
    ]);
  });

  test("puts calls that a model interleaves one after the other", async () => {
    const one = call("add", '{"a":1,"b":2}', { id: "1" });
    const two = call("show_component_WeatherCard", '{"city":"Rome","days":[]}', { id: "2" });
    const mixed = Array.from({ length: Math.max(one.length, two.length) }, (_, index) => [
      one[index],
      two[index],
    ]);
    const { rebuilt } = await play(mixed.flat().filter((part): part is Part => part !== undefined));
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "tool_use", name: "add", input: { a: 1, b: 2 } },
      { type: "component", props: { city: "Rome", days: [] } },
    ]);
  });

  test("may be cut within a character, and may hold what a database does not take", async () => {
    const { stored } = await play([
      { type: "text-start", id: "t" },
      { type: "text-delta", id: "t", delta: "a\0b \ud83d" },
      { type: "text-delta", id: "t", delta: "\ude00" },
      { type: "text-end", id: "t" },
    ]);
    expect(stored.at(-1)?.content).toEqual([{ type: "text", text: "ab \u{1F600}" }]);
  });
});

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
