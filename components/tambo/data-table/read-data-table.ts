import { readGrowingList } from "../block/growing-list.ts";
import { readFields, readList, readText } from "../block/loose-values.ts";
import type { Selection } from "../block/selection.ts";
import type { ColumnType } from "./props.ts";

export interface TableColumn {
  key: string;
  label: string;
  type: ColumnType;
}

export interface TableRow {
  id: string;
  cells: string[];
}

/** A table as far as it has come. */
export interface TableDraft {
  title: string;
  columns: TableColumn[];
  rows: TableRow[];
  note: string;
  /** True while columns or rows may still follow. */
  isGrowing: boolean;
}

function readColumn(value: unknown): TableColumn {
  const { key, label, type } = readFields(value);
  const isKnown = type === "number" || type === "date" || type === "status";
  return { key: readText(key), label: readText(label), type: isKnown ? type : "text" };
}

function readRow(value: unknown): TableRow {
  const { id, cells } = readFields(value);
  return { id: readText(id), cells: readList(cells).map(readText) };
}

/** Reads props at any moment of their arrival, whatever they are. */
export function readDataTable(props: unknown, arriving: boolean): TableDraft {
  const { title, note } = readFields(props);
  const columns = readGrowingList(props, "columns", arriving).items.map(readColumn);
  const rows = readGrowingList(props, "rows", arriving).items.map(readRow);
  return {
    title: readText(title),
    columns: columns.filter((column) => column.key && column.label),
    rows: rows.filter((row) => row.id),
    note: readText(note),
    isGrowing: arriving,
  };
}

/** The rows with these ids, as the model reads them; undefined when there are none. */
export function pickRows(props: unknown, ids: string[]): Selection | undefined {
  const { title, columns, rows } = readDataTable(props, false);
  const picked = rows.filter(({ id }) => ids.includes(id)).map(({ cells }) => cells);
  if (picked.length === 0) return undefined;
  return {
    component: "DataTable",
    title,
    columns: columns.map(({ label }) => label),
    rows: picked,
  };
}
