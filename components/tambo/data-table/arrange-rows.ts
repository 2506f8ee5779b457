import { formatCount, formatDay } from "../block/format.ts";
import type { ColumnType, Sort, TableColumn, TableDraft, TableRow } from "./props.ts";

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The number a cell shows: "1,460" and "12 %" count; NaN for anything else. */
export function readNumber(cell: string): number {
  const digits = cell.replaceAll(",", "").match(/[+-]?\d+(\.\d+)?/);
  return digits ? Number(digits[0]) : Number.NaN;
}

/** What cells are compared by; words have no such number. */
const MEASURES: Partial<Record<ColumnType, (cell: string) => number>> = {
  number: readNumber,
  date: Date.parse,
};

/** Compares two cells of a column that are not blank, ascending. */
export function compareCells(type: ColumnType, a: string, b: string): number {
  const measure = MEASURES[type];
  return measure ? measure(a) - measure(b) : words.compare(a, b);
}

function isBlank(type: ColumnType, cell: string): boolean {
  const measure = MEASURES[type];
  return measure ? Number.isNaN(measure(cell)) : cell.trim() === "";
}

function sortRows(rows: TableRow[], columns: TableColumn[], sort: Sort): TableRow[] {
  const place = columns.findIndex((column) => column.key === sort.column);
  const type = columns[place]?.type;
  if (!type) return rows;
  const cellOf = (row: TableRow) => row.cells[place] ?? "";
  // Blank cells end the table in both directions: they are never what one looks for first.
  const filled = rows.filter((row) => !isBlank(type, cellOf(row)));
  const blank = rows.filter((row) => isBlank(type, cellOf(row)));
  const turn = sort.direction === "ascending" ? 1 : -1;
  return [...filled.sort((a, b) => turn * compareCells(type, cellOf(a), cellOf(b))), ...blank];
}

/** The rows the user sees: those with the filter's text in a cell, in the chosen order. */
export function arrangeRows(table: TableDraft, sort: Sort | null, filter: string): TableRow[] {
  const wanted = filter.trim().toLowerCase();
  const rows = table.rows.filter((row) =>
    row.cells.some((cell) => `${cell}\n${formatDay(cell)}`.toLowerCase().includes(wanted)),
  );
  return sort ? sortRows(rows, table.columns, sort) : rows;
}

/** The order after a press on a column's heading: ascending, descending, then as given. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, direction: "ascending" };
  return sort.direction === "ascending" ? { column, direction: "descending" } : null;
}

/** "5 of 12, sorted by name, 2 selected" */
export function describeRows(
  table: TableDraft,
  shown: TableRow[],
  sort: Sort | null,
  selected: number,
): string {
  const count = table.rows.length;
  if (table.isGrowing) return count > 0 ? formatCount(count, "row") : "";
  const label = table.columns.find((column) => column.key === sort?.column)?.label;
  return [
    `${shown.length} of ${count}`,
    label && `sorted by ${label.toLowerCase()}`,
    selected > 0 && `${selected} selected`,
  ]
    .filter(Boolean)
    .join(", ");
}
