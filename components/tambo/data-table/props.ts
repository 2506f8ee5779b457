import { array, enum as enumeration, type infer as Infer, object, string } from "zod";
import { readDraft } from "../block/draft.ts";
import type { Selection } from "../block/selection.ts";

const column = object({
  key: string().min(1).max(40).describe("Short name of the column, unique in the table"),
  label: string().min(1).max(60).describe("Column heading"),
  type: enumeration(["text", "number", "date", "status"]).describe(
    "How cells are sorted and shown; status cells are one or two words such as 'At risk'",
  ),
});

const row = object({
  id: string().min(1).max(80).describe("Identifies the row, unique in the table"),
  cells: array(string().max(400)).max(8).describe("One text per column, in the columns' order"),
});

/** Everything but `note` matters; send them in this order, so that rows can appear one by one. */
export const dataTableProps = object({
  title: string().min(1).max(80).describe("What the table lists"),
  columns: array(column).max(8).describe("One to eight columns; the first one names the row"),
  rows: array(row)
    .max(200)
    .describe("Rows in a useful order; dates as 2026-09-12, numbers as plain digits"),
  note: string().max(200).optional().describe("One sentence below the table, such as its source"),
});

/** The order and the filter of the rows, and the ids of those that are selected. */
export const tableState = object({
  sort: object({ column: string(), direction: enumeration(["ascending", "descending"]) })
    .nullable()
    .catch(null),
  filter: string().catch(""),
  selected: array(string()).catch([]),
});
export type TableState = Infer<typeof tableState>;
export type Sort = NonNullable<TableState["sort"]>;

/** A table as far as it has come. */
export function readDataTable(props: unknown, arriving: boolean) {
  const { columns, rows, ...texts } = readDraft(dataTableProps, props, arriving);
  return {
    ...texts,
    columns: columns.filter(({ key, label }) => key && label),
    rows: rows.filter(({ id }) => id),
    /** True while columns or rows may still follow. */
    isGrowing: arriving,
  };
}

export type TableDraft = ReturnType<typeof readDataTable>;
export type TableColumn = TableDraft["columns"][number];
export type ColumnType = TableColumn["type"];
export type TableRow = TableDraft["rows"][number];

/** The selected rows, as the model reads them; undefined when there are none. */
export function pickRows(props: unknown, { selected }: TableState): Selection | undefined {
  const { title, columns, rows } = readDataTable(props, false);
  const picked = rows.filter(({ id }) => selected.includes(id)).map(({ cells }) => cells);
  if (picked.length === 0) return undefined;
  return {
    component: "DataTable",
    title,
    columns: columns.map(({ label }) => label),
    rows: picked,
  };
}
