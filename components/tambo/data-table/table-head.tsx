import { clsx } from "clsx";
import { use } from "react";
import { ArrowDown, ArrowUp } from "#components/ui/chat-icons.tsx";
import { CheckBox, OffContext } from "../block/parts.tsx";
import type { Sort, TableColumn } from "./props.ts";

interface TableHeadProps {
  columns: TableColumn[];
  sort: Sort | null;
  selection: "all" | "some" | "none";
  onSort: (column: string) => void;
  onSelectAll: (isSelected: boolean) => void;
}

/** Column headings as buttons that sort, and the box that selects every row shown. */
export function TableHead(given: TableHeadProps) {
  const { columns, sort, selection, onSort, onSelectAll } = given;
  const isOff = use(OffContext);
  return (
    <thead className="sticky top-0 z-10 bg-sunken text-meta text-quiet">
      <tr>
        <th scope="col" className="w-10 pl-1">
          <CheckBox
            label="Select all rows shown"
            isChecked={selection === "all"}
            isMixed={selection === "some"}
            onChange={onSelectAll}
          />
        </th>
        {/* The bar spans the card from the first moment, before any heading has come. */}
        {columns.length === 0 && <td colSpan={3} />}
        {columns.map((column) => {
          const direction = sort?.column === column.key ? sort.direction : undefined;
          const Icon = direction === "descending" ? ArrowDown : ArrowUp;
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={direction ?? "none"}
              className={clsx("h-9", column.type === "number" ? "text-right" : "text-left")}
            >
              <button
                type="button"
                aria-disabled={isOff || undefined}
                onClick={() => !isOff && onSort(column.key)}
                className={clsx(
                  "inline-flex h-9 items-center gap-1 whitespace-nowrap rounded-control px-3 font-medium hover:text-ink pointer-coarse:h-11",
                  column.type === "number" && "flex-row-reverse",
                )}
              >
                {column.label}
                <Icon
                  aria-hidden
                  className={clsx("size-3.5 shrink-0", direction ? "text-ink" : "opacity-0")}
                />
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
