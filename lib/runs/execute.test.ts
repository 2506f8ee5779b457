import { describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { play, startThread, stream, types } from "#test/runs/play.ts";
import { call, type Part, say, scriptedModel, think } from "#test/runs/scripted-model.ts";

provideDataDir();
const _log = vi.spyOn(console, "error").mockImplementation(() => {});

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

  test("shows a call that begins before the text has ended as it comes", async () => {
    const [start, delta, end] = say("Here:");
    const [open, first, ...rest] = call("show_component_WeatherCard", '{"city":"Oslo","days":[]}', {
      size: 14,
    });
    const parts = [start, delta, open, first].filter((part) => part !== undefined);
    const { promise, resolve } = Promise.withResolvers<void>();
    const { model } = scriptedModel([...parts, promise, ...rest, ...(end ? [end] : [])], []);
    const reader = stream(await startThread(), model).body?.pipeThrough(new TextDecoderStream());
    let text = "";
    for await (const chunk of reader ?? []) {
      text += chunk;
      if (text.includes("props_delta")) resolve();
    }
    expect(text).toContain('"finalProps":{"city":"Oslo","days":[]}');
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
    const written = ["a\0b \ud83d", "\ude00 \ude00", " \ud83d"];
    const { stored } = await play([
      { type: "reasoning-start", id: "r" },
      ...written.map((delta): Part => ({ type: "reasoning-delta", id: "r", delta })),
      { type: "reasoning-end", id: "r" },
      { type: "text-start", id: "t" },
      ...written.map((delta): Part => ({ type: "text-delta", id: "t", delta })),
      { type: "text-end", id: "t" },
    ]);
    const text = "ab \u{1F600} \ufffd ";
    expect(stored.at(-1)).toMatchObject({ content: [{ type: "text", text }], reasoning: [text] });
  });

  test.each([
    ["add", { type: "tool_use", name: "add" }, "input"],
    ["show_component_WeatherCard", { type: "component", name: "WeatherCard" }, "props"],
  ])("may hold it in keys and values of a call of %s", async (tool, block, field) => {
    const needed = '"a":1,"b":2,"city":"Os\\u0000lo","days":[{"\\u0000t":1}]';
    const json = `{${needed},"k\\u0000\\ud83d":"\\\\u0000 \\ud83d\\ude00\\ude00\\u0000\\ud83d"}`;
    const { rebuilt, events } = await play(call(tool, json, { size: 1 }), say("Done."));
    const given = { city: "Oslo", days: [{ t: 1 }], "k\ufffd": "\\u0000 \u{1F600}\ufffd\ufffd" };
    expect(rebuilt[0]?.content[0]).toMatchObject({ ...block, [field]: given });
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test.each(["add", "show_component_WeatherCard"])(
    "keeps what was said before a call of %s that is nested without end",
    async (tool) => {
      const json = `{"a":${'{"a":'.repeat(20_000)}`;
      const { stored, thread } = await play([
        ...say("Look:"),
        ...call(tool, json, { size: 1_000 }),
      ]);
      expect(stored[1]?.content[0]).toEqual({ type: "text", text: "Look:" });
      expect(thread.currentRunId).toBeNull();
    },
  );
});
