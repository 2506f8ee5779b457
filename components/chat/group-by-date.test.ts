import { expect, test } from "vitest";
import { groupByDate } from "./group-by-date.ts";

const NOW = new Date(2026, 10, 23, 15, 0);
const at = (...parts: [number, number, number, number]) => ({
  updatedAt: new Date(...parts).toISOString(),
});
const labels = (...items: { updatedAt: string }[]) =>
  groupByDate(items, NOW).map(({ label, items }) => `${label}: ${items.length}`);

test("midnight divides today from yesterday", () => {
  expect(labels(at(2026, 10, 23, 0), at(2026, 10, 22, 23), at(2026, 10, 22, 0))).toEqual([
    "Today: 1",
    "Yesterday: 2",
  ]);
});

test("older threads go under the week, the month, month names, and years", () => {
  expect(
    labels(at(2026, 10, 20, 9), at(2026, 10, 2, 9), at(2026, 9, 30, 9), at(2025, 10, 30, 9)),
  ).toEqual(["Earlier this week: 1", "Earlier this month: 1", "October: 1", "November 2025: 1"]);
});

test("a clock that runs ahead is still today", () => {
  expect(labels(at(2026, 10, 24, 1))).toEqual(["Today: 1"]);
});

test("no threads, no groups", () => {
  expect(groupByDate([], NOW)).toEqual([]);
});
