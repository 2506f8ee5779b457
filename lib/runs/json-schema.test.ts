import { expect, test } from "vitest";
import { allowsNull, findProperty, listAlternatives } from "./json-schema.ts";

test("alternatives that refer to each other are listed once each", () => {
  const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
  const anyOf = names.map((name) => ({ $ref: `#/$defs/${name}` }));
  const $defs = Object.fromEntries(names.map((name) => [name, { title: name, anyOf }]));
  const root = { anyOf, $defs };
  expect(listAlternatives(root, root).map(({ title }) => title)).toEqual([undefined, ...names]);
});

test("of more alternatives than anybody writes the first are listed", () => {
  const root = { anyOf: Array.from({ length: 1_000_000 }, () => ({})) };
  expect(listAlternatives(root, root)).toHaveLength(1_000);
  const $defs = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [index, { $ref: `#/$defs/${index + 1}` }]),
  );
  expect(listAlternatives({ $ref: "#/$defs/0" }, { $defs })).toEqual([]);
});

test("references, alternatives and their parts are followed", () => {
  const root = {
    allOf: [{ $ref: "#/$defs/a~1b" }],
    $defs: { "a/b": { properties: { note: { anyOf: [{ type: "string" }, { type: "null" }] } } } },
  };
  const note = findProperty(root, "note", root);
  expect(note).toBe(root.$defs["a/b"].properties.note);
  expect(allowsNull(note, root)).toBe(true);
});
