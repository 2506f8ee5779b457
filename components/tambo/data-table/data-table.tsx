import { block } from "../block/block.tsx";
import { DataTableView, tableState } from "./data-table-view.tsx";
import { dataTableProps, pickRows } from "./props.ts";

/** A table in an answer. It keeps its order, its filter and the rows the user selected. */
export default block(dataTableProps, tableState, DataTableView, (props, { selected }) =>
  pickRows(props, selected),
);
