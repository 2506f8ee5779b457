import fc from "fast-check";
import jsonPatch, { type Operation } from "fast-json-patch";
import { describe, expect, test, vi } from "vitest";
import { cleanProps, type Props } from "./fit-schema.ts";
import { streamProps } from "./props-patch.ts";

const open = { type: "object" };

/** Every patch of a JSON text that arrives in pieces, character by character by default, each given time to be sent. */
async function patch(json: string, schema: Record<string, unknown> = open, lengths?: number[]) {
  const clock = vi.spyOn(performance, "now");
  const stream = streamProps(schema);
  const patches: Operation[][] = [];
  for (const length of lengths ?? Array.from(json, (_, index) => index + 1)) {
    clock.mockReturnValue(length * 1000);
    patches.push(await stream.advance(json.slice(0, length), false));
  }
  patches.push(stream.finish(cleanProps(JSON.parse(json), schema, { isPartial: false })));
  clock.mockRestore();
  return { patches: patches.filter(({ length }) => length > 0), props: stream.props };
}

/** What a client has after the patches, which it validates one by one. */
function apply(patches: Operation[][]) {
  let props: Props = {};
  for (const operations of patches) {
    props = jsonPatch.applyPatch(props, operations, true, false).newDocument;
  }
  return props;
}

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
  ])("of %s add up to the final props", async (_, props) => {
    const result = await patch(JSON.stringify(props));
    expect(apply(result.patches)).toEqual(props);
    expect(result.props).toEqual(props);
  });

  test("of any JSON, cut anywhere, add up to the final props", async () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("constructor", "toString", "a/b", "~1", "0"));
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
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value), cuts, async (given, at) => {
        const json = JSON.stringify(given);
        const lengths = at.map((length) => length % json.length).sort((a, b) => a - b);
        const { patches, props } = await patch(json, open, lengths);
        expect(props).toEqual(cleanProps(JSON.parse(json), open, { isPartial: false }));
        expect(apply(patches)).toEqual(props);
      }),
    );
  });

  test("write each key first with add, in the order of the model", async () => {
    const { patches } = await patch('{"city":"Oslo","days":[{"t":12}]}');
    const first = new Map<string, string>();
    for (const { op, path } of patches.flat()) if (!first.has(path)) first.set(path, op);
    expect([...first]).toEqual([
      ["/city", "add"],
      ["/days", "add"],
      ["/days/0", "add"],
      ["/days/0/t", "add"],
    ]);
  });

  test("send only what is new of a growing list", async () => {
    const rows = Array.from({ length: 50 }, (_, id) => ({ id, text: "some text" }));
    const { patches } = await patch(JSON.stringify({ rows }));
    const longest = Math.max(...patches.map((operations) => JSON.stringify(operations).length));
    expect(longest).toBeLessThan(100);
  });

  test("are not sent more often than a page can draw", async () => {
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
      counts.push((await stream.advance(text, false)).length);
    }
    clock.mockRestore();
    expect(counts).toEqual([1, 0, 0, 1]);
  });
});

describe("what does not fit the schema", () => {
  const schema = {
    type: "object",
    properties: {
      kind: { enum: ["bar", "barrel"] },
      size: { type: "integer", minimum: 10 },
      rows: { type: "array", items: { type: "string", minLength: 3 }, maxItems: 2 },
    },
    required: ["kind", "size"],
    additionalProperties: false,
  };

  test("is not sent, not even while it is being written", async () => {
    const { patches, props } = await patch('{"kind":"barrel","size":123,"rows":["abc"]}', schema);
    const sent = patches
      .flat()
      .map(({ path, ...operation }) => [path, Reflect.get(operation, "value")]);
    expect(sent).toEqual([
      ["/kind", "bar"],
      ["/kind", "barrel"],
      ["/size", 12],
      ["/size", 123],
      ["/rows", []],
      ["/rows/0", ""],
      ["/rows/0", "a"],
      ["/rows/0", "ab"],
      ["/rows/0", "abc"],
    ]);
    expect(props).toEqual({ kind: "barrel", size: 123, rows: ["abc"] });
  });

  test("ends the patches before it", async () => {
    const stream = streamProps(schema);
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    await stream.advance('{"kind":"bar","rows":["abc"', false);
    clock.mockReturnValue(1000);
    expect(await stream.advance('{"kind":"bar","rows":["abc","x","def"', false)).toEqual([]);
    clock.mockRestore();
    expect(stream.props).toEqual({ kind: "bar", rows: ["abc"] });
  });

  test("is left out where the schema excludes it", async () => {
    const { patches, props } = await patch('{"kind":"bar","extra":{"a":1},"size":10}', schema);
    expect(props).toEqual({ kind: "bar", size: 10 });
    expect(JSON.stringify(patches)).not.toContain("extra");
  });
});

describe("what was not given", () => {
  const schema = {
    type: "object",
    properties: {
      title: { type: "string" },
      note: { type: "string" },
      due: { anyOf: [{ type: "string" }, { type: "null" }] },
      owner: { $ref: "#/$defs/person" },
    },
    required: ["title"],
    $defs: {
      person: {
        type: "object",
        properties: { name: { type: "string" }, team: { type: ["string", "null"] } },
      },
    },
  };

  test("is left out of the patches and of the props", async () => {
    const json =
      '{"_tambo_statusMessage":"x","title":"T","note":"","due":null,"owner":{"name":null,"team":null}}';
    const { patches, props } = await patch(json, schema);
    expect(props).toEqual({ title: "T", due: null, owner: { team: null } });
    expect(apply(patches)).toEqual(props);
    expect(JSON.stringify(patches)).not.toMatch(/_tambo_|note|name/);
  });

  test("is kept where the schema asks for it, and in lists", async () => {
    const { props } = await patch('{"title":"","values":[1,null,3]}', schema);
    expect(props).toEqual({ title: "", values: [1, null, 3] });
  });
});
