import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { play, weather } from "#test/runs/play.ts";
import { call, type Part, type Step, say, think } from "#test/runs/scripted-model.ts";
import { validateSchema } from "./validate-schema.ts";

provideDataDir();
vi.spyOn(console, "error").mockImplementation(() => {});

const CARD = `show_component_${weather.name}`;

const input = fc.oneof(
  fc.constantFrom(
    '{"city":"Oslo","days":[{"t":1},{"t":2}],"note":null}',
    '{"a":1,"b":2}',
    '{"_tambo_statusMessage":"Adding","a":1,"b":2}',
    '{"city":"Rome"}',
    '{"city":"R\\u0000\\ud83d","days":[{"\\u0000":"\\ud83d\\ude00"}],"a":1,"b":2}',
    '{"city":5,"days":[]}',
    '{"city":"Oslo","days":[}',
    "[1,2]",
    "",
  ),
  fc.json(),
);

/** One thing that a model says or calls, all of its parts, with an id of its own. */
const section = fc
  .tuple(
    fc.constantFrom("text", "reasoning", CARD, "add", "unknown"),
    fc.string({
      unit: fc.oneof(fc.string({ maxLength: 1 }), fc.constantFrom("\0", "\ud83d", "\ude00")),
    }),
    input,
    fc.nat(9),
  )
  .map(([kind, words, json, size]) => (id: string): Part[] => {
    if (kind === "text") return say(words, id);
    if (kind === "reasoning") return think(words, id);
    return call(kind, json, { id, size: size + 1 });
  });

/** A step of the model: its sections one after the other or mixed, possibly broken off. */
const step = fc
  .tuple(fc.array(section, { maxLength: 4 }), fc.infiniteStream(fc.nat()), fc.option(fc.nat(30)))
  .map(([sections, picks, brokenAt]): Step[] => {
    const waiting = sections
      .map((write, index) => write(`${index}`))
      .filter(({ length }) => length);
    const mixed: Step[] = [];
    while (waiting.length > 0) {
      const index = picks.next().value % waiting.length;
      const parts = waiting[index] ?? [];
      mixed.push(...parts.splice(0, 1));
      if (parts.length === 0) waiting.splice(index, 1);
    }
    if (brokenAt !== null) mixed.splice(brokenAt, Number.POSITIVE_INFINITY, new TypeError("cut"));
    return mixed;
  });

test("whatever a model does, the events keep their order, and what is stored is what was sent", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (scripts) => {
      // Checks the order, the patches, and the stored messages.
      const { rebuilt, events } = await play(...scripts);
      const blocks = rebuilt.flatMap(({ content }) => content);
      for (const { type, name, props } of blocks.filter(({ type }) => type === "component")) {
        expect({ type, name }).toEqual({ type: "component", name: weather.name });
        expect(validateSchema(props, weather.propsSchema, { isPartial: true })).toEqual([]);
      }
      const calls = blocks.filter(({ type }) => type === "tool_use");
      expect(calls.filter(({ name }) => name !== "add")).toEqual([]);
      const waiting = events.flatMap((event) =>
        event.type === "CUSTOM" && event.name === "tambo.run.awaiting_input"
          ? event.value.pendingToolCalls
          : [],
      );
      const answered = blocks.filter(({ type }) => type === "tool_result");
      expect(waiting.length + answered.length).toBe(calls.length);
    }),
    { numRuns: 60 },
  );
});
