import { clsx } from "clsx";
import { formatDay } from "../block/format.ts";
import type { TableColumn } from "./props.ts";
import { StatusTag } from "./status-tag.tsx";

interface TableCellProps {
  column: TableColumn;
  cell: string;
  /** The first column names its row. */
  isName: boolean;
}

/** One cell, shown by the type of its column; a dash where there is nothing. */
export function TableCell({ column, cell, isName }: TableCellProps) {
  const content =
    cell === "" ? (
      <span className="text-quiet">–</span>
    ) : column.type === "status" ? (
      <StatusTag status={cell} />
    ) : column.type === "date" ? (
      formatDay(cell)
    ) : (
      cell
    );
  const Element = isName ? "th" : "td";
  return (
    <Element
      scope={isName ? "row" : undefined}
      className={clsx(
        "h-11 max-w-64 truncate px-3",
        isName && "font-medium",
        column.type === "number" ? "text-right tabular-nums" : "text-left",
        !isName && column.type !== "number" && "font-normal text-quiet",
        column.type === "date" && "tabular-nums",
      )}
    >
      {content}
    </Element>
  );
}
