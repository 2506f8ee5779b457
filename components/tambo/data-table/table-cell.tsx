import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { Circle, TrendingDown } from "#components/ui/chat-icons.tsx";
import { Check, TriangleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDay } from "../block/format.ts";
import type { TableColumn } from "./props.ts";

// Whole words, the worst first: "not active" and "inactive" must not count as active.
const STATUSES: [RegExp, Pick<ComponentProps<typeof Tag>, "tone" | "icon">][] = [
  [
    /\b(leaving|churn(ed)?|lost|fail(ed|ing)?|error|overdue|blocked|critical|cancel(l?ed)?|expired|down|rejected|inactive|not)\b/i,
    { tone: "danger", icon: TrendingDown },
  ],
  [
    /\b(risk|late|delayed|pending|waiting|trial|warning|paused|open|unpaid|review|draft|unknown|watch)\b/i,
    { tone: "warn", icon: TriangleAlert },
  ],
  [
    /\b(healthy|good|ok|okay|active|done|paid|passed|ready|complete(d)?|on track|live|up|won|approved|shipped|stable)\b/i,
    { tone: "ok", icon: Check },
  ],
  [/^/, { icon: Circle }],
];

interface TableCellProps {
  column: TableColumn;
  cell: string;
  /** The first column names its row. */
  isName: boolean;
}

/** One cell, shown by the type of its column; a dash where there is nothing. */
export function TableCell({ column: { type }, cell, isName }: TableCellProps) {
  const Element = isName ? "th" : "td";
  return (
    <Element
      scope={isName ? "row" : undefined}
      className={clsx(
        "h-11 max-w-64 truncate px-3",
        isName && "font-medium",
        type === "number" ? "text-right tabular-nums" : "text-left",
        !isName && type !== "number" && "font-normal text-quiet",
        type === "date" && "tabular-nums",
      )}
    >
      {cell === "" ? (
        <span className="text-quiet">–</span>
      ) : type === "status" ? (
        <Tag {...STATUSES.find(([pattern]) => pattern.test(cell))?.[1]}>{cell}</Tag>
      ) : type === "date" ? (
        formatDay(cell)
      ) : (
        cell
      )}
    </Element>
  );
}
