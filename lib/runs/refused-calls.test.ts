import { describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  compareWithStored,
  play,
  question,
  start,
  startThread,
  stream,
  types,
} from "#test/runs/play.ts";
import { call, say, scriptedModel } from "#test/runs/scripted-model.ts";

provideDataDir();
vi.spyOn(console, "error").mockImplementation(() => {});

const CARD = "show_component_WeatherCard";
const whole = '{"city":"Oslo","days":[]}';
const lacking = '{"city":"Bergen"}';

describe("a component that does not fit its schema", () => {
  test("is refused with the reason, and the next try goes into the same one", async () => {
    const { rebuilt, asked, events } = await play(
      call(CARD, lacking),
      [...say("Again:"), ...call(CARD, whole)],
      say("Done."),
    );
    const told = JSON.stringify(asked[1]?.prompt.at(-1));
    expect(told).toContain("/days is missing");
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "component", props: { city: "Oslo", days: [] } },
      { type: "text", text: "Again:Done." },
    ]);
    expect(types(events).filter((type) => type === "tambo.component.end")).toHaveLength(1);
  });

  test("is not shown at all if nothing of it fits", async () => {
    const { rebuilt } = await play(
      call(CARD, '{"city":5,"days":[]}'),
      call(CARD, '{"city":[}'),
      [...say("So:"), ...call(CARD, whole)],
      say("Done."),
    );
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "So:" },
      { type: "component", props: { city: "Oslo", days: [] } },
      { type: "text", text: "Done." },
    ]);
  });

  test("stays as it is when the model gives up on it, before what the model says instead", async () => {
    const { rebuilt, events } = await play(call(CARD, lacking), say("I do not know the days."));
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "component", props: { city: "Bergen" } },
      { type: "text", text: "I do not know the days." },
    ]);
  });

  test.each([
    ["items that follow", '{"city":"Oslo","days":[{"t":1}', ',{"t":"warm"}]}'],
    ["a prop that nobody requires", '{"city":"Oslo","days":[]', ',"note":5}'],
  ])(
    "is emptied when its beginning would pass for the whole, refused for %s",
    async (_, beginning, rest) => {
      // The first piece is sent as it comes.
      const { rebuilt, events } = await play(
        call(CARD, beginning + rest, { size: beginning.length }),
        say("I do not know the days."),
      );
      expect(JSON.stringify(events)).toContain("Oslo");
      expect(rebuilt[0]?.content).toMatchObject([
        { type: "component", name: "WeatherCard" },
        { type: "text", text: "I do not know the days." },
      ]);
      expect(rebuilt[0]?.content[0]?.props).toEqual({});
    },
  );

  test("three times in a row ends the run with an error, and the thread goes on", async () => {
    const { run, asked, events, rebuilt } = await play(
      ...Array.from({ length: 5 }, () => call(CARD, lacking)),
    );
    expect(asked).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_ERROR" });
    expect(rebuilt[0]?.content).toHaveLength(1);
    const next = await start(run.threadId, question("again"));
    const after = await readEvents(stream(next, scriptedModel(say("Fine.")).model));
    expect(after.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("does not swallow a call of a client tool that follows it", async () => {
    const { rebuilt, thread, events } = await play([
      ...call(CARD, lacking, { id: "1" }),
      ...call("add", '{"a":1,"b":2}', { id: "2" }),
    ]);
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "component", props: { city: "Bergen" } },
      { type: "tool_use", name: "add", input: { a: 1, b: 2 } },
    ]);
    expect(types(events)).toContain("tambo.run.awaiting_input");
    expect(thread.pendingToolCallIds).toEqual([rebuilt[0]?.content[1]?.id]);
  });

  test("does not hold back others of its step for ever", async () => {
    const { rebuilt } = await play(
      [...call(CARD, lacking, { id: "1" }), ...call(CARD, whole, { id: "2" })],
      say("Done."),
    );
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "component", props: { city: "Bergen" } },
      { type: "component", props: { city: "Oslo", days: [] } },
      { type: "text", text: "Done." },
    ]);
  });
});

test("a component that needs no props is shown without any", async () => {
  const propsSchema = { type: "object", properties: {}, additionalProperties: false };
  const clock = { name: "Clock", description: "", propsSchema };
  const run = await startThread({ ...question("time?"), availableComponents: [clock] });
  const { model } = scriptedModel(call("show_component_Clock", ""), say("Now."));
  const { rebuilt } = await compareWithStored(run, await readEvents(stream(run, model)));
  expect(rebuilt[0]?.content).toMatchObject([
    { type: "component", name: "Clock", props: {} },
    { type: "text", text: "Now." },
  ]);
});

test("a tool whose arguments do not fit is not asked for, and the model is told why", async () => {
  const { asked, events, rebuilt, thread } = await play(
    call("add", '{"_tambo_statusMessage":"Adding","a":1,"b":"two"}'),
    say("Sorry."),
  );
  expect(JSON.stringify(asked[1]?.prompt.at(-1))).toContain("/b must be number");
  expect(types(events)).not.toContain("tambo.run.awaiting_input");
  expect(rebuilt[1]?.content).toMatchObject([{ type: "tool_result" }]);
  expect(thread.pendingToolCallIds).toEqual([]);
});
