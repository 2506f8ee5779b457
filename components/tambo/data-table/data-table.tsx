"use client";

import { array, enum as enumeration, object, string } from "zod";
import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { useSavedState, useSavedStates } from "../block/use-saved-state.ts";
import { DataTableView } from "./data-table-view.tsx";
import { type DataTableProps, dataTableProps, pickRows } from "./props.ts";

const direction = enumeration(["ascending", "descending"]);
const sortState = object({ column: string(), direction }).nullable();
const filterState = string();
const selectedState = array(string());
const NOTHING_SELECTED: string[] = [];

/** A table in an answer. It keeps its order, its filter and the rows the user selected. */
export default function DataTable(props: Partial<DataTableProps>) {
  const saved = useSavedStates({
    sort: useSavedState("sort", sortState, null),
    filter: useSavedState("filter", filterState, ""),
    selected: useSavedState("selected", selectedState, NOTHING_SELECTED),
  });
  useShowSelection(pickRows(props, saved.state.selected));
  return <Block schema={dataTableProps} props={props} saved={saved} View={DataTableView} />;
}
