import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Schema } from "./json-schema.ts";
import { validateSchema } from "./validate-schema.ts";

const KEYS = ["a", "b", "constructor"] as const;
const text = fc.constantFrom("", "a", "ab", "abc", "😀", "toString");
const small = fc.integer({ min: -2, max: 4 });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    small,
    fc.constantFrom(null, true, false, 1.5),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

const { schema } = fc.letrec<{ schema: unknown; list: unknown[] }>((tie) => ({
  list: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
  schema: fc.oneof(
    { depthSize: "small" },
    fc.boolean(),
    fc.record({ type: fc.constantFrom("null", "boolean", "string", "number", "integer") }),
    fc.record({ type: fc.constant(["string", "null"]), minLength: small.map(Math.abs) }),
    fc.record({ type: fc.constant("string"), maxLength: small.map(Math.abs) }),
    fc.record({ minimum: small, exclusiveMaximum: small }),
    fc.record({ maximum: small, exclusiveMinimum: small }),
    fc.record({ enum: fc.uniqueArray(fc.oneof(text, small, fc.constant(null)), { minLength: 1 }) }),
    fc.record({ const: value }),
    fc.constant({ $ref: "#/$defs/leaf" }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ prefixItems: tie("list"), items: tie("schema") }),
    fc.record({ minItems: small.map(Math.abs), maxItems: small.map(Math.abs) }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom(...KEYS), tie("schema")),
      required: fc.subarray([...KEYS]),
      additionalProperties: optional(tie("schema")),
    }),
    fc.record({ anyOf: tie("list") }),
    fc.record({ oneOf: tie("list") }),
    fc.record({ allOf: tie("list"), not: optional(tie("schema")) }),
  ),
}));

const withoutUndefined = (node: unknown): Schema => JSON.parse(JSON.stringify(node));

const ajv = new Ajv2020({ strict: false, ownProperties: true, logger: false });

/** Undefined where it has no answer, so that there is nothing to compare. */
function askAjv(schema: Schema, candidate: unknown): boolean | undefined {
  try {
    return ajv.validate(schema as object, candidate);
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

test("what fits a schema is what another validator says", () => {
  const leaf = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  fc.assert(
    fc.property(schema, value, (root, candidate) => {
      const whole = withoutUndefined({ allOf: [root], $defs: { leaf } });
      const answer = askAjv(whole, candidate);
      fc.pre(answer !== undefined);
      expect(validateSchema(candidate, whole).length === 0).toBe(answer);
    }),
    { numRuns: 500 },
  );
});

test("what fits as a whole fits as a beginning, as does every beginning of it", () => {
  fc.assert(
    fc.property(schema, value, (root, candidate) => {
      const whole = withoutUndefined({ allOf: [root] });
      fc.pre(validateSchema(candidate, whole).length === 0);
      expect(validateSchema(candidate, whole, { isPartial: true })).toEqual([]);
    }),
  );
  const list = { type: "array", items: { type: "object", required: ["a"] }, minItems: 2 };
  expect(validateSchema([{ a: 1 }, {}], list, { isPartial: true })).toEqual([]);
  expect(validateSchema([{}, {}], list, { isPartial: true })).toEqual(["/0/a is missing"]);
});

test("every reason is one line with the place and what was expected", () => {
  const root = {
    type: "object",
    properties: {
      kind: { enum: ["bar", "line"] },
      rows: { type: "array", items: { anyOf: [{ type: "null" }, { required: ["id"] }] } },
    },
    required: ["title"],
    additionalProperties: false,
  };
  expect(validateSchema({ kind: "pie", rows: [null, {}], x: 1 }, root)).toEqual([
    "/title is missing",
    '/kind must be one of ["bar","line"]',
    "/rows/1 must be null",
    "/x is not allowed",
  ]);
});

test("a schema of draft 7 may have a tuple, and unknown keywords restrict nothing", () => {
  const root = { items: [{ type: "string" }, { pattern: "(a+)+$", format: "date", deep: 1 }] };
  expect(validateSchema(["x", `${"a".repeat(50)}!`, 5], root)).toEqual([]);
  expect(validateSchema([1], root)).toEqual(["/0 must be string"]);
  expect(validateSchema(["x", 1, 2], { ...root, additionalItems: false })).toHaveLength(1);
});

test("a type that is no name restricts nothing, and is in no message", () => {
  const lists = [[0, 1], [["string"]], 5];
  for (const type of [...lists, lists, []]) expect(validateSchema({}, { type })).toEqual([]);
  expect(validateSchema({}, { type: [...lists, "string"] })).toEqual([" must be string"]);
});

test("references without end and alternatives that multiply are given up", () => {
  const loop = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } };
  expect(validateSchema({}, loop)).toEqual([expect.stringContaining("too deep")]);
  const both = { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] };
  let nested: unknown = {};
  for (let depth = 0; depth < 100; depth++) nested = { a: nested };
  const errors = validateSchema(nested, { anyOf: [both, both, both] });
  expect(errors).toEqual([expect.stringContaining("too large")]);
});

const numbers = Array.from({ length: 100_000 }, (_, index) => index);
const refs = Array.from({ length: 10_000 }, () => ({ $ref: "#/$defs/a" }));
const names = numbers.slice(0, 10_000).map(String);

test.each<[string, Schema, unknown]>([
  ["a long enum", { not: { enum: numbers } }, {}],
  ["a long const", { not: { const: numbers } }, numbers.with(-1, 0)],
  ["many required keys", { required: names }, {}],
  ["many types", { type: names }, {}],
  ["many types that are none", { type: numbers.slice(0, 10_000) }, {}],
  ["a type with a long name", { type: "x".repeat(10_000) }, {}],
  ["a long text that is measured", { maxLength: 5 }, "x".repeat(10_000)],
  ["a long text that is compared", { not: { const: "x".repeat(1e6) } }, `${"x".repeat(1e6 - 1)}y`],
  ["a reference of many parts", { $ref: `#${"/a".repeat(10_000)}` }, 5],
  ["a value with many members", { additionalProperties: true }, { ...numbers }],
  ["many words of a refusal", { const: "x".repeat(10_000) }, 5],
])("%s, asked for ten thousand times, is given up before long", (_, a, value) => {
  const { user: before } = process.cpuUsage();
  expect(validateSchema(value, { allOf: refs, $defs: { a } })).toEqual([
    "is too large or too deep to be checked",
  ]);
  // It takes some 20 milliseconds; without a bound, seconds.
  expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(500);
});

test("many reasons behind many references are given up before long", () => {
  const chain = numbers.slice(0, 490).map((at) => [`a${at}`, { $ref: `#/$defs/a${at + 1}` }]);
  const a490 = { allOf: Array(12).fill({ required: names.slice(0, 2_000) }) };
  const { user: before } = process.cpuUsage();
  expect(
    validateSchema({}, { $ref: "#/$defs/a0", $defs: { ...Object.fromEntries(chain), a490 } }),
  ).toEqual(["is too large or too deep to be checked"]);
  // It takes some 20 milliseconds; without a bound, a third of a second.
  expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(150);
});

test("a list of reasons may be long", () => {
  const required = Array.from({ length: 20_000 }, (_, index) => `key${index}`);
  expect(validateSchema({}, { allOf: [{ required }] })).toHaveLength(20_000);
});
