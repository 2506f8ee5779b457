import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { apply, open, patch } from "#test/runs/patch-props.ts";
import { cleanProps } from "./fit-schema.ts";
import { streamProps } from "./props-patch.ts";

describe("patches", () => {
  test.each([
    ["an empty object", {}],
    ["texts, escapes and other scripts", { a: 'x "y" \\ \n', b: "Zoë 😀", c: "\u00e9" }],
    ["numbers that grow", { a: 1234.5, b: -0.5, c: 1e21, d: [10, 200] }],
    ["literals", { a: true, b: false }],
    [
      "nested arrays",
      {
        grid: [
          [1, 2],
          [3, [4, { deep: [[]] }]],
        ],
      },
    ],
    [
      "objects in arrays",
      {
        rows: [
          { id: "a", cells: ["1", "2"] },
          { id: "b", cells: [] },
        ],
      },
    ],
    ["keys that other code stumbles over", { constructor: "c", stack: "s", toString: "t", "": 1 }],
    ["keys that a path must escape", { "a/b": 1, "m~n": { "x/y": 2 } }],
    ["a toJSON that is only a text", { toJSON: "x", length: 3 }],
  ])("of %s add up to the final props", (_, props) => {
    const result = patch(JSON.stringify(props));
    expect(apply(result.patches)).toEqual(props);
    expect(result.props).toEqual(props);
  });

  test("of any JSON, cut anywhere, add up to the final props", () => {
    // A call with a prototype in it is refused before it comes to its end.
    const name = fc.string().filter((text) => !["__proto__", "prototype"].includes(text));
    const key = fc.oneof(name, fc.constantFrom("constructor", "toString", "a/b", "~1", "0"));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true, false),
        fc.array(tie("value")),
        fc.dictionary(key, tie("value")),
      ),
    }));
    const cuts = fc.array(fc.nat(), { maxLength: 30 });
    fc.assert(
      fc.property(fc.dictionary(key, value), cuts, (given, at) => {
        const json = JSON.stringify(given);
        const lengths = at.map((length) => length % json.length).sort((a, b) => a - b);
        const { patches, props } = patch(json, open, lengths);
        expect(props).toEqual(cleanProps(JSON.parse(json), open, { isPartial: false }));
        expect(apply(patches)).toEqual(props);
      }),
    );
  });

  test("write each key first with add, in the order of the model", () => {
    const { patches } = patch('{"city":"Oslo","days":[{"t":12}]}');
    const first = new Map<string, string>();
    for (const { op, path } of patches.flat()) if (!first.has(path)) first.set(path, op);
    expect([...first]).toEqual([
      ["/city", "add"],
      ["/days", "add"],
      ["/days/0", "add"],
      ["/days/0/t", "add"],
    ]);
  });

  test("send only what is new of a growing list", () => {
    const rows = Array.from({ length: 50 }, (_, id) => ({ id, text: "some text" }));
    const { patches } = patch(JSON.stringify({ rows }));
    const longest = Math.max(...patches.map((operations) => JSON.stringify(operations).length));
    expect(longest).toBeLessThan(100);
  });

  test("are not sent more often than a page can draw", () => {
    const clock = vi.spyOn(performance, "now");
    const stream = streamProps(open);
    const counts: number[] = [];
    for (const [time, text] of [
      [0, '{"a":"x'],
      [10, '{"a":"xy'],
      [34, '{"a":"xyz'],
      [35, '{"a":"xyz'],
    ] as const) {
      clock.mockReturnValue(time);
      counts.push(stream.advance(text, false).length);
    }
    clock.mockRestore();
    expect(counts).toEqual([1, 0, 0, 1]);
  });

  test.each([
    ["is left out", '{"_tambo_statusMessage":"Drawing'],
    ["is no JSON", `{"title":${"x".repeat(1_000)}`],
  ])("read a text that %s again only after several times what reading it took", (_, text) => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    // It begins at 0 and takes 100 milliseconds.
    const readJson = JSON.parse;
    const parse = vi.spyOn(JSON, "parse").mockImplementationOnce((json) => {
      clock.mockReturnValue(100);
      return readJson(json);
    });
    const stream = streamProps(open);
    const counts = [0, 500, 1_000].map((time) => {
      clock.mockReturnValue(time);
      expect(stream.advance(text, false)).toEqual([]);
      return parse.mock.calls.length;
    });
    parse.mockRestore();
    clock.mockRestore();
    expect(counts).toEqual([1, 1, 2]);
  });

  test.each([
    '{"a":1,"__proto__":{"b":1}}',
    '{"a":{"\\u005f_proto__":null}}',
    '{"a":[{"constructor":{"prototype":{}}}]}',
  ])("do not send %s, which no client applies", (text) => {
    expect(streamProps(open).advance(text, true)).toEqual([]);
  });
});
