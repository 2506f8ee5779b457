import type { ReactElement } from "react";
import type { BlockPhase } from "#components/tambo/block/phase.ts";
import ChartView from "#components/tambo/chart/chart-view.tsx";
import ComparisonView from "#components/tambo/comparison/comparison-view.tsx";
import DataTableView from "#components/tambo/data-table/data-table-view.tsx";
import FormView from "#components/tambo/form/form-view.tsx";
import { NO_CHANGES } from "#components/tambo/task-board/board-state.ts";
import TaskBoardView from "#components/tambo/task-board/task-board-view.tsx";

export const saving = { failed: false, retry: () => {} };
export const ignore = () => {};
/** Shows a component with props at any moment of their arrival. */
export type Show = (props: unknown, phase: BlockPhase) => ReactElement;

export const chart =
  (view: "chart" | "table"): Show =>
  (props, phase) => (
    <ChartView
      props={props}
      phase={phase}
      state={{ view, hidden: ["Asia"] }}
      saving={saving}
      onChange={ignore}
    />
  );
export const table: Show = (props, phase) => (
  <DataTableView
    props={props}
    phase={phase}
    state={{ sort: { column: "seats", direction: "descending" }, filter: "", selected: ["1"] }}
    saving={{ ...saving, failed: true }}
    onChange={ignore}
  />
);
export const board: Show = (props, phase) => (
  <TaskBoardView
    props={props}
    phase={phase}
    state={{ ...NO_CHANGES, moves: { a: "done" } }}
    saving={saving}
    onChange={ignore}
  />
);
const form: Show = (props, phase) => (
  <FormView
    props={props}
    phase={phase}
    state={{ values: { summary: "It crashes", urgent: true }, submitted: null }}
    saving={saving}
    onChange={ignore}
  />
);
const comparison: Show = (props, phase) => (
  <ComparisonView
    props={props}
    phase={phase}
    state={{ weights: { price: 5 }, choice: "a" }}
    saving={saving}
    onChange={ignore}
  />
);

export const chartJson = JSON.stringify({
  title: 'Revenue "by" region',
  kind: "area",
  unit: "Thousand euro",
  labels: ["Apr", "May"],
  series: [
    { name: "Europe", values: [212.5, -3e2] },
    { name: "Asia", values: [null, 5, 6] },
  ],
  stacked: true,
});
export const tableJson = JSON.stringify({
  title: "Accounts",
  columns: [
    { key: "name", label: "Account", type: "text" },
    { key: "seats", label: "Seats", type: "number" },
    { key: "seen", label: "Last seen", type: "date" },
    { key: "health", label: "Health", type: "status" },
  ],
  rows: [
    { id: "1", cells: ["Acme <b>", "184", "2026-09-12", "Healthy"] },
    { id: "2", cells: ["Blue", "", "soon"] },
  ],
  note: "As of today",
});
export const boardJson = JSON.stringify({
  title: "Beta launch",
  columns: [
    { id: "todo", title: "To do" },
    { id: "done", title: "Done" },
  ],
  tasks: [
    { id: "a", title: "Rate limit", column: "todo", assignee: "Jonas Lind", due: "2026-10-02" },
    { id: "b", title: "Docs", column: "nowhere", tag: "security" },
  ],
});
export const formJson = JSON.stringify({
  title: "Bug report",
  purpose: "So that it is fixed",
  submitLabel: "Send report",
  fields: [
    { name: "summary", label: "Summary", type: "text", required: true, max: 90, help: "Short" },
    { name: "severity", label: "Severity", type: "select", options: ["Low", "High"] },
    { name: "urgent", label: "Urgent?", type: "checkbox" },
  ],
});
const comparisonJson = JSON.stringify({
  title: "Three offers",
  options: [
    { id: "a", name: "Acme" },
    { id: "b", name: "Borealis" },
  ],
  criteria: [{ id: "price", label: "Price", weight: 3 }],
  scores: [{ option: "a", criterion: "price", score: 4.5, why: "Cheapest <b>" }],
});

/** Every component: what it is called, how it is shown, whole props as JSON, and a text of theirs. */
export const cases: [name: string, show: Show, json: string, text: string][] = [
  ["Chart as chart", chart("chart"), chartJson, "Area chart: Revenue"],
  ["Chart as table", chart("table"), chartJson, "212.5"],
  ["DataTable", table, tableJson, "Acme &lt;b&gt;"],
  ["TaskBoard", board, boardJson, "Jonas Lind"],
  ["Form", form, formJson, "It crashes"],
  ["Comparison", comparison, comparisonJson, "at least "],
];
