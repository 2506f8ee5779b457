"use client";

import { array, enum as enumeration, object, string } from "zod";
import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { combineSaving, useSavedState } from "../block/use-saved-state.ts";
import { DataTableView } from "./data-table-view.tsx";
import { type DataTableProps, dataTableProps } from "./props.ts";
import { pickRows } from "./read-data-table.ts";

const sortState = object({
  column: string(),
  direction: enumeration(["ascending", "descending"]),
}).nullable();
const filterState = string();
const selectedState = array(string());
const NOTHING_SELECTED: string[] = [];

/** A table in an answer. It keeps its order, its filter and the rows the user selected. */
export default function DataTable(props: Partial<DataTableProps>) {
  const [sort, setSort, sortSaving] = useSavedState("sort", sortState, null);
  const [filter, setFilter, filterSaving] = useSavedState("filter", filterState, "");
  const [selected, setSelected, selectedSaving] = useSavedState(
    "selected",
    selectedState,
    NOTHING_SELECTED,
  );
  useShowSelection(pickRows(props, selected));
  return (
    <Block schema={dataTableProps} props={props}>
      {(phase) => (
        <DataTableView
          props={props}
          phase={phase}
          sort={sort}
          filter={filter}
          selected={selected}
          saving={combineSaving(sortSaving, filterSaving, selectedSaving)}
          onSort={setSort}
          onFilter={setFilter}
          onSelected={setSelected}
        />
      )}
    </Block>
  );
}
