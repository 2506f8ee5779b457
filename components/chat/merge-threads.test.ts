import { expect, test } from "vitest";
import { mergeThreads } from "./merge-threads.ts";

const thread = (id: string, minute: number, name?: string) => ({
  id,
  name,
  updatedAt: `2026-11-23T10:${String(minute).padStart(2, "0")}:00.000Z`,
});

test("newest activity comes first and a thread of two pages is shown once", () => {
  const listed = [thread("a", 1, "A"), thread("b", 9, "B"), thread("a", 1, "A")];
  expect(mergeThreads(listed, new Map()).map(({ id }) => id)).toEqual(["b", "a"]);
});

test("a thread that has just begun is there before the server lists it, under its question", () => {
  const begun = thread("new", 30, "How was revenue?");
  expect(mergeThreads([thread("a", 1)], new Map([["new", { begun }]]))[0]?.name).toBe(
    "How was revenue?",
  );
});

test("the name from the server replaces the question, but not a name under way", () => {
  const begun = thread("new", 30, "How was revenue?");
  const listed = [thread("new", 31, "Revenue")];
  expect(mergeThreads(listed, new Map([["new", { begun }]]))[0]?.name).toBe("Revenue");
  const renamed = new Map([["new", { begun, name: "Mine" }]]);
  expect(mergeThreads(listed, renamed)[0]?.name).toBe("Mine");
});

test("a removed thread is gone at once, listed or begun", () => {
  const changes = new Map([
    ["a", { isRemoved: true }],
    ["new", { isRemoved: true, begun: thread("new", 30) }],
  ]);
  expect(mergeThreads([thread("a", 1)], changes)).toEqual([]);
});

test("what was archived or brought back here is so, until a question is asked since", () => {
  const moved = { ...thread("a", 5), archived: true };
  const merge = (listed: ReturnType<typeof thread>[], begun?: ReturnType<typeof thread>) =>
    mergeThreads(listed, new Map([["a", { moved, begun }]])).map(({ id, archived }) => [
      id,
      archived,
    ]);
  expect(merge([thread("a", 5), thread("b", 1)])).toEqual([
    ["a", true],
    ["b", undefined],
  ]);
  expect(merge([])).toEqual([["a", true]]);
  expect(merge([], thread("a", 9))).toEqual([["a", true]]);
  expect(merge([thread("a", 6)])).toEqual([["a", undefined]]);
});
