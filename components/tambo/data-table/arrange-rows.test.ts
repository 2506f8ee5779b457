import { expect, test } from "vitest";
import { arrangeRows, compareCells, describeRows, nextSort, readNumber } from "./arrange-rows.ts";
import { readDataTable } from "./props.ts";

const table = readDataTable(
  {
    title: "Accounts",
    columns: [
      { key: "name", label: "Account", type: "text" },
      { key: "seats", label: "Seats", type: "number" },
      { key: "seen", label: "Last seen", type: "date" },
    ],
    rows: [
      { id: "1", cells: ["item 10", "1,460", "2026-09-12"] },
      { id: "2", cells: ["Item 9", "37", ""] },
      { id: "3", cells: ["álpha", "", "2025-12-31"] },
    ],
  },
  false,
);
const ids = (sort: Parameters<typeof arrangeRows>[1], filter = "") =>
  arrangeRows(table, sort, filter).map(({ id }) => id);

test.each([
  ["1,460", 1460],
  ["12 %", 12],
  ["€ -5.5", -5.5],
  ["none", Number.NaN],
])("reads the number in %j", (cell, number) => {
  expect(readNumber(cell)).toBe(number);
});

test("text sorts as people count, without regard to case and accents", () => {
  expect(ids({ column: "name", direction: "ascending" })).toEqual(["3", "2", "1"]);
});

test("numbers and dates sort by value, blanks last in both directions", () => {
  expect(ids({ column: "seats", direction: "ascending" })).toEqual(["2", "1", "3"]);
  expect(ids({ column: "seats", direction: "descending" })).toEqual(["1", "2", "3"]);
  expect(ids({ column: "seen", direction: "ascending" })).toEqual(["3", "1", "2"]);
  expect(compareCells("number", "2", "10")).toBeLessThan(0);
});

test("an unknown column leaves the order alone", () => {
  expect(ids({ column: "gone", direction: "ascending" })).toEqual(["1", "2", "3"]);
});

test("the filter looks at cells as stored and as shown", () => {
  expect(ids(null, " ITEM ")).toEqual(["1", "2"]);
  expect(ids(null, "12 sep")).toEqual(["1"]);
  expect(ids(null, "nowhere")).toEqual([]);
});

test("a heading sorts up, down, then not at all", () => {
  const up = nextSort({ column: "other", direction: "descending" }, "name");
  const down = nextSort(up, "name");
  expect([up, down, nextSort(down, "name")]).toEqual([
    { column: "name", direction: "ascending" },
    { column: "name", direction: "descending" },
    null,
  ]);
});

test("says how much of the table is shown", () => {
  const sort = { column: "seen", direction: "ascending" } as const;
  const shown = arrangeRows(table, sort, "item");
  expect(describeRows(table, shown, sort, 2)).toBe("2 of 3, sorted by last seen, 2 selected");
});
