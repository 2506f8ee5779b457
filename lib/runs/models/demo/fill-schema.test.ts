import { expect, test } from "vitest";
import { fillSchema } from "./fill-schema.ts";

const fill = (schema: Record<string, unknown>) => fillSchema(schema, "Hello", "component");

test("a billion items or characters are not made", () => {
  const text = { type: "string", minLength: 1e9 };
  const value = fill({ type: "array", minItems: 1e9, items: text }) as string[];
  expect(value).toHaveLength(20);
  expect(value[0]).toHaveLength(1_000);
});

test("a schema that multiplies, or requires itself, is filled in part", () => {
  const wide = (depth: number): object => ({
    type: "array",
    minItems: 20,
    items: depth > 0 ? wide(depth - 1) : { type: "boolean" },
  });
  expect(JSON.stringify(fill({ ...wide(5) })).match(/true/g)?.length).toBeLessThan(1_000);
  const self = { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] };
  expect(fill(self)).toHaveProperty("next.next.next");
});
