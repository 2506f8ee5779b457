import { expect, test } from "vitest";
import { array, boolean, enum as enumeration, number, object, string } from "zod";
import { readDraft } from "./draft.ts";

const schema = object({
  title: string(),
  kind: enumeration(["bar", "line"]),
  note: string().optional(),
  isWide: boolean().optional(),
  rows: array(object({ id: string(), figures: array(number().nullable()) }).refine(() => false)),
});

test("what has not come, or is of another type, is empty", () => {
  const empty = { title: "", kind: "bar", note: "", isWide: false, rows: [] };
  expect(readDraft(schema, {}, true)).toEqual(empty);
  expect(readDraft(schema, "text", false)).toEqual(empty);
  expect(readDraft(schema, { title: 5, kind: "li", isWide: "yes", rows: {} }, false)).toEqual(
    empty,
  );
});

test("what has come is kept, but for the last item of the list that is being written", () => {
  const rows = [{ id: "a", figures: [1, null, "2"] }, { id: "b" }];
  const props = { title: "T", kind: "line", more: 1, rows };
  const [first] = readDraft(schema, props, true).rows;
  expect(first).toEqual({ id: "a", figures: [1, null, null] });
  expect(readDraft(schema, props, true).rows).toHaveLength(1);
  expect(readDraft(schema, props, false)).toMatchObject({
    title: "T",
    kind: "line",
    rows: [first, { id: "b", figures: [] }],
  });
});
