import { parsePartialJson } from "ai";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { BlockPhase } from "./block/use-block-phase.ts";
import { ChartView } from "./chart/chart-view.tsx";
import { ComparisonView } from "./comparison/comparison-view.tsx";
import { DataTableView } from "./data-table/data-table-view.tsx";
import { FormView } from "./form/form-view.tsx";
import { NO_CHANGES } from "./task-board/board-state.ts";
import { TaskBoardView } from "./task-board/task-board-view.tsx";

const saving = { failed: false, retry: () => {} };
const ignore = () => {};
type Show = (props: unknown, phase: BlockPhase) => ReactElement;

const chart =
  (view: "chart" | "table"): Show =>
  (props, phase) => (
    <ChartView
      props={props}
      phase={phase}
      view={view}
      hidden={["Asia"]}
      saving={saving}
      onView={ignore}
      onHidden={ignore}
    />
  );
const table: Show = (props, phase) => (
  <DataTableView
    props={props}
    phase={phase}
    sort={{ column: "seats", direction: "descending" }}
    filter=""
    selected={["1"]}
    saving={{ ...saving, failed: true }}
    onSort={ignore}
    onFilter={ignore}
    onSelected={ignore}
  />
);
const board: Show = (props, phase) => (
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
    values={{ summary: "It crashes", urgent: true }}
    submitted={null}
    saving={saving}
    onValues={ignore}
    onSubmit={ignore}
  />
);
const comparison: Show = (props, phase) => (
  <ComparisonView
    props={props}
    phase={phase}
    weights={{ price: 5 }}
    choice="a"
    saving={saving}
    onWeights={ignore}
    onChoice={ignore}
  />
);

const chartJson = JSON.stringify({
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
const tableJson = JSON.stringify({
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
const boardJson = JSON.stringify({
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
const formJson = JSON.stringify({
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

const cases: [string, Show, string, string][] = [
  ["Chart as chart", chart("chart"), chartJson, "Area chart: Revenue"],
  ["Chart as table", chart("table"), chartJson, "212.5"],
  ["DataTable", table, tableJson, "Acme &lt;b&gt;"],
  ["TaskBoard", board, boardJson, "Jonas Lind"],
  ["Form", form, formJson, "It crashes"],
  ["Comparison", comparison, comparisonJson, "at least "],
];

test.each(cases)(
  "%s renders every prefix of its props in every phase",
  async (_, show, json, text) => {
    for (let length = 0; length <= json.length; length++) {
      const { value } = await parsePartialJson(json.slice(0, length));
      for (const phase of ["arriving", "cut", "done"] as const) {
        const html = renderToStaticMarkup(show(value ?? {}, phase));
        expect(html).not.toContain("style=");
        expect(html).not.toContain("undefined");
      }
    }
    expect(renderToStaticMarkup(show(JSON.parse(json), "done"))).toContain(text);
  },
);

const wrongTypes = [
  { title: 5, kind: 1, labels: "x", series: "y", columns: {}, rows: 7, tasks: null },
  { title: [], labels: [1, null], series: [null, 3, { name: 4, values: [{}] }] },
  { columns: [null, "x", { key: 1 }], rows: [null, { id: 1, cells: "x" }], tasks: [[], "x"] },
];

test.each(cases)("%s survives values of every wrong type", (_, show) => {
  for (const props of wrongTypes) {
    expect(renderToStaticMarkup(show(props, "arriving"))).toContain("<section");
  }
});

test.each(cases)("%s keeps its controls in place, off until it is done", (_, show, json) => {
  const off = /aria-disabled="true"/;
  expect(renderToStaticMarkup(show(JSON.parse(json), "arriving"))).toMatch(off);
  expect(renderToStaticMarkup(show(JSON.parse(json), "cut"))).toMatch(off);
  expect(renderToStaticMarkup(show(JSON.parse(json), "done"))).not.toMatch(off);
});

test.each(cases)("%s says that it is arriving, or that it was cut off", (_, show, json) => {
  expect(renderToStaticMarkup(show(JSON.parse(json), "arriving"))).toContain("Arriving");
  expect(renderToStaticMarkup(show(JSON.parse(json), "cut"))).toContain("Incomplete");
});

test("says when a change was not saved", () => {
  const html = renderToStaticMarkup(table(JSON.parse(tableJson), "done"));
  expect(html).toContain("Not saved");
  expect(html).toContain("Try again");
});

test("a task in the last column is marked as done, without a box to check", () => {
  const html = renderToStaticMarkup(board(JSON.parse(boardJson), "done"));
  expect(html).not.toContain("Done: Rate limit");
  expect(html).toMatch(/<svg[^>]*aria-label="Done"/);
  expect(html).toContain("Done: Docs");
});

test("the chart's table leaves out a series that is hidden", () => {
  const html = renderToStaticMarkup(chart("table")(JSON.parse(chartJson), "done"));
  const headings = [...html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, text]) => text);
  expect(headings).toEqual(['<span class="sr-only">Label</span>', "Europe"]);
});

test("a sent form is a receipt: the answers, and nothing to change", () => {
  const html = renderToStaticMarkup(
    <FormView
      props={JSON.parse(formJson)}
      phase="done"
      values={{}}
      submitted={{ at: "2026-09-12T10:00:00.000Z", values: { summary: "It crashes" } }}
      saving={saving}
      onValues={ignore}
      onSubmit={ignore}
    />,
  );
  expect(html).toContain("It crashes");
  expect(html).toContain("Sep 12, 2026");
  expect(html).not.toMatch(/<(input|select|button)/);
});
