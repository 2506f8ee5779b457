import { expect, test } from "vitest";
import { mergeThreads } from "./merge-threads.ts";

const none = {
  names: new Map<string, string>(),
  started: [],
  removed: new Set<string>(),
  moved: [],
};
const thread = (id: string, minute: number, name?: string) => ({
  id,
  name,
  updatedAt: `2026-11-23T10:${String(minute).padStart(2, "0")}:00.000Z`,
});

test("newest activity comes first and a thread of two pages is shown once", () => {
  const listed = [thread("a", 1, "A"), thread("b", 9, "B"), thread("a", 1, "A")];
  expect(mergeThreads({ ...none, listed }).map(({ id }) => id)).toEqual(["b", "a"]);
});

test("a thread that has just begun is there before the server lists it, under its question", () => {
  const started = [thread("new", 30, "How was revenue?")];
  expect(mergeThreads({ ...none, started, listed: [thread("a", 1)] })[0]?.name).toBe(
    "How was revenue?",
  );
});

test("the name from the server replaces the question, but not a name under way", () => {
  const started = [thread("new", 30, "How was revenue?")];
  const listed = [thread("new", 31, "Revenue")];
  expect(mergeThreads({ ...none, started, listed })[0]?.name).toBe("Revenue");
  const names = new Map([["new", "Mine"]]);
  expect(mergeThreads({ ...none, started, listed, names })[0]?.name).toBe("Mine");
});

test("a removed thread is gone at once, listed or begun", () => {
  const removed = new Set(["a", "new"]);
  const started = [thread("new", 30)];
  expect(mergeThreads({ ...none, removed, started, listed: [thread("a", 1)] })).toEqual([]);
});

test("what was archived or brought back here is so, until a question is asked since", () => {
  const moved = [{ ...thread("a", 5), archived: true }];
  const merge = (listed: ReturnType<typeof thread>[], started: typeof listed = []) =>
    mergeThreads({ ...none, moved, listed, started }).map(({ id, archived }) => [id, archived]);
  expect(merge([thread("a", 5), thread("b", 1)])).toEqual([
    ["a", true],
    ["b", undefined],
  ]);
  expect(merge([])).toEqual([["a", true]]);
  expect(merge([], [thread("a", 9)])).toEqual([["a", true]]);
  expect(merge([thread("a", 6)])).toEqual([["a", undefined]]);
});
