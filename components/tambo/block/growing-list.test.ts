import { expect, test } from "vitest";
import { readGrowingList } from "./draft.ts";

test("holds back the last item of the prop that is being written", () => {
  expect(readGrowingList({ title: "T", rows: [1, 2, 3] }, "rows", true)).toEqual({
    items: [1, 2],
    growing: true,
  });
});

test("a prop that another one follows is whole", () => {
  expect(readGrowingList({ labels: [1, 2], rows: [] }, "labels", true)).toEqual({
    items: [1, 2],
    growing: false,
  });
});

test("a prop that has not begun is growing and empty", () => {
  expect(readGrowingList({}, "rows", true)).toEqual({ items: [], growing: true });
});

test("nothing is held back once nothing arrives any more", () => {
  expect(readGrowingList({ rows: [1, 2] }, "rows", false)).toEqual({
    items: [1, 2],
    growing: false,
  });
});

test.each([undefined, null, "text", 5, [1], { rows: "text" }])("reads %j as no items", (props) => {
  expect(readGrowingList(props, "rows", false)).toEqual({ items: [], growing: false });
});
