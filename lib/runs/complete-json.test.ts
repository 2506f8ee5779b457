import fc from "fast-check";
import { expect, test } from "vitest";
import { completeJson } from "./props-patch.ts";

const beginOf = (text: string) => {
  const { begun, rest } = completeJson(text);
  return { begun, value: JSON.parse(begun + rest) };
};

test.each([
  ['{"a":"x', { a: "x" }],
  ['{"a":"x\\', { a: "x" }],
  ['{"a":"x\\u00e', { a: "x" }],
  ['{"a":"x\\ud83d\\u', { a: "x" }],
  ['{"a":"x\ud83d', { a: "x" }],
  ['{"a":12', {}],
  ['{"a":12,"b":tru', { a: 12 }],
  ['{"a":[1,{"b":"c"},{"d', { a: [1, { b: "c" }, {}] }],
  ['{"a":"x","key', { a: "x" }],
  ['{"a":{"}":"]"', { a: { "}": "]" } }],
])("%s is made whole without what is not known to have ended", (text, value) => {
  expect(beginOf(text).value).toEqual(value);
});

test("any JSON object is whole however it is cut, and what comes next only adds to it", () => {
  const space = fc.constantFrom(undefined, 1, "\t");
  const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue());
  fc.assert(
    fc.property(object, space, (given, indent) => {
      const json = JSON.stringify(given, null, indent);
      let last = "";
      for (let length = 1; length <= json.length; length++) {
        const { begun, value } = beginOf(json.slice(0, length));
        expect(value).toBeTypeOf("object");
        expect(begun.startsWith(last)).toBe(true);
        last = begun;
      }
      expect(completeJson(json)).toEqual({ begun: json, rest: "" });
    }),
  );
});

test("what is no JSON is not made any", () => {
  for (const text of [
    "{a}",
    '{"a":1}}',
    "hello",
    '{"a":[1}',
    '{"a"1}',
    '{"a":1} x',
    '{,"a":1}',
    "",
  ]) {
    expect(() => beginOf(text), text).toThrow(SyntaxError);
  }
});
