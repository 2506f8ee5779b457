import { describe, expect, test, vi } from "vitest";
import { apply, patch } from "#test/runs/patch-props.ts";
import { fitArguments } from "./fit-schema.ts";
import { streamProps } from "./props-patch.ts";

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

  test("is not sent, not even while it is being written", () => {
    const { patches, props } = patch('{"kind":"barrel","size":123,"rows":["abc"]}', schema);
    const sent = patches
      .flat()
      .map(({ path, ...operation }) => [path, Reflect.get(operation, "value")]);
    expect(sent).toEqual([
      ["/kind", "bar"],
      ["/kind", "barrel"],
      ["/size", 123],
      ["/rows", []],
      ["/rows/0", ""],
      ["/rows/0", "a"],
      ["/rows/0", "ab"],
      ["/rows/0", "abc"],
    ]);
    expect(props).toEqual({ kind: "barrel", size: 123, rows: ["abc"] });
  });

  test("ends the patches before it", () => {
    const stream = streamProps(schema);
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    stream.advance('{"kind":"bar","rows":["abc"', false);
    clock.mockReturnValue(1000);
    expect(stream.advance('{"kind":"bar","rows":["abc","x","def"', false)).toEqual([]);
    clock.mockRestore();
    expect(stream.props).toEqual({ kind: "bar", rows: ["abc"] });
  });

  test("is left out where the schema excludes it", () => {
    const { patches, props } = patch('{"kind":"bar","extra":{"a":1},"size":10}', schema);
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

  test("is left out of the patches and of the props", () => {
    const json =
      '{"_tambo_statusMessage":"x","title":"T","note":"","due":null,"owner":{"name":null,"team":null}}';
    const { patches, props } = patch(json, schema);
    expect(props).toEqual({ title: "T", due: null, owner: { team: null } });
    expect(apply(patches)).toEqual(props);
    expect(JSON.stringify(patches)).not.toMatch(/_tambo_|note|name/);
  });

  test("is kept where the schema asks for it, and in lists", () => {
    const { props } = patch('{"title":"","values":[1,null,3]}', schema);
    expect(props).toEqual({ title: "", values: [1, null, 3] });
  });
});

test("what the model is told of its arguments is short, however long its keys are", () => {
  const schema = { type: "object", additionalProperties: { type: "string" } };
  const judgement = fitArguments(
    { [`😀${"x".repeat(99_990)}`]: 1, ["y".repeat(99_999)]: 2 },
    schema,
  );
  expect(judgement).toMatchObject({ success: false, error: { message: /x must be string; y+/ } });
  expect(String(Reflect.get(judgement, "error")).length).toBeLessThan(2_100);
});
