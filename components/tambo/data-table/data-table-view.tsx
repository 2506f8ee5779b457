import { useMemo, useRef, useState } from "react";
import { Download, ListFilter, Search } from "#components/ui/chat-icons.tsx";
import { saveFile } from "#components/ui/save-file.ts";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { toCsv } from "../block/csv.ts";
import { CardButton, CheckBox, ScrollBox, Skeleton, WideText } from "../block/parts.tsx";
import { arrangeRows, describeRows, nextSort } from "./arrange-rows.ts";
import { readDataTable, type TableDraft, type TableRow, type TableState } from "./props.ts";
import { TableCell } from "./table-cell.tsx";
import { TableHead } from "./table-head.tsx";

function download(table: TableDraft, rows: TableRow[]) {
  const header = table.columns.map((column) => column.label);
  const lines = rows.map((row) => table.columns.map((_, index) => row.cells[index] ?? ""));
  const name = table.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-") || "table";
  // The mark at the start tells spreadsheets that the text is UTF-8.
  saveFile(`${name}.csv`, "text/csv", `\uFEFF${toCsv([header, ...lines])}`);
}

function SkeletonRow({ columns }: { columns: number }) {
  return (
    <tr className="border-t border-line">
      <td className="h-11" />
      {Array.from({ length: Math.max(columns, 3) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places without identity.
        <td key={index} className="px-3">
          <Skeleton className={index === 0 ? "h-3 w-28" : "h-3 w-16"} />
        </td>
      ))}
    </tr>
  );
}

/** The field that narrows the rows while one types. */
function FilterField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div className="px-4 pb-2">
      <label className="flex h-9 items-center gap-2 rounded-control border border-line-strong bg-canvas px-3 text-control text-quiet pointer-coarse:h-11">
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="sr-only">Filter rows</span>
        <input
          type="search"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder="Filter rows"
          // biome-ignore lint/a11y/noAutofocus: opened by the button beside it, so this is where the user wants to be.
          autoFocus={value === ""}
          className="w-full min-w-0 bg-transparent text-control text-ink outline-none placeholder:text-quiet pointer-coarse:text-base"
        />
      </label>
    </div>
  );
}

export default function DataTableView({
  props,
  phase,
  state,
  saving,
  onChange,
}: ViewProps<TableState>) {
  const { sort, filter, selected } = state;
  const [isFiltering, setIsFiltering] = useState(false);
  const box = useRef<HTMLElement>(null);
  const table = useMemo(() => readDataTable(props, phase === "arriving"), [props, phase]);
  const rows = useMemo(() => arrangeRows(table, sort, filter), [table, sort, filter]);
  const chosen = new Set(selected);
  const chosenShown = rows.filter((row) => chosen.has(row.id)).length;

  // What stands below the card must not move with every letter that is typed.
  function changeFilter(text: string) {
    if (box.current) {
      if (filter === "") box.current.style.minHeight = `${box.current.offsetHeight}px`;
      if (text === "") box.current.style.minHeight = "";
    }
    onChange({ filter: text });
  }
  function select(ids: string[], isSelected: boolean) {
    const others = selected.filter((id) => !ids.includes(id));
    onChange({ selected: isSelected ? [...others, ...ids] : others });
  }
  return (
    <BlockCard
      phase={phase}
      title={table.title}
      subtitle={describeRows(table, rows, sort, chosen.size)}
      saving={saving}
      tools={
        <>
          <CardButton
            icon={ListFilter}
            aria-label="Filter"
            aria-expanded={isFiltering || filter !== ""}
            onClick={() => {
              setIsFiltering(!isFiltering && filter === "");
              if (filter) changeFilter("");
            }}
          >
            <WideText>Filter</WideText>
          </CardButton>
          <CardButton
            icon={Download}
            aria-label="Download the rows shown as CSV"
            onClick={() => download(table, rows)}
          >
            <WideText>CSV</WideText>
          </CardButton>
        </>
      }
    >
      {(isFiltering || filter) && (
        <FilterField
          value={filter}
          onChange={(text) => {
            setIsFiltering(true);
            changeFilter(text);
          }}
        />
      )}
      <ScrollBox
        ref={box}
        label={`${table.title}, rows`}
        className="relative max-h-144 min-h-42 pointer-coarse:max-h-176 overflow-auto rounded-b-card border-t border-line print:max-h-none"
      >
        <table className="w-full text-control">
          <TableHead
            columns={table.columns}
            sort={sort}
            selection={chosenShown === 0 ? "none" : chosenShown === rows.length ? "all" : "some"}
            onSort={(column) => onChange({ sort: nextSort(sort, column) })}
            onSelectAll={(isSelected) =>
              select(
                rows.map(({ id }) => id),
                isSelected,
              )
            }
          />
          <tbody>
            {rows.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: only the id twice in one table needs the place.
              <tr key={`${row.id} ${place}`} className="border-t border-line">
                <td className="w-10 pl-1">
                  <CheckBox
                    label={`Select ${row.cells[0] || row.id}`}
                    isChecked={chosen.has(row.id)}
                    onChange={(isSelected) => select([row.id], isSelected)}
                  />
                </td>
                {table.columns.map((column, index) => (
                  <TableCell
                    key={column.key}
                    column={column}
                    cell={row.cells[index] ?? ""}
                    isName={index === 0}
                  />
                ))}
              </tr>
            ))}
            {table.isGrowing && <SkeletonRow columns={table.columns.length} />}
          </tbody>
        </table>
        {rows.length === 0 && !table.isGrowing && (
          <div className="flex flex-col items-center gap-1 py-7 text-control text-quiet">
            <p>{filter ? "Nothing matches" : "No rows"}</p>
            {filter && <CardButton onClick={() => changeFilter("")}>Clear filter</CardButton>}
          </div>
        )}
      </ScrollBox>
      {table.note && (
        <p className="border-t border-line px-4 py-2 text-help text-quiet">{table.note}</p>
      )}
    </BlockCard>
  );
}
