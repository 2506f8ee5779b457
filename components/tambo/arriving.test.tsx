import { parsePartialJson } from "ai";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import {
  board,
  boardJson,
  cases,
  chart,
  chartJson,
  formJson,
  ignore,
  saving,
  table,
  tableJson,
} from "#test/arriving-props.tsx";
import FormView from "./form/form-view.tsx";

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
      state={{
        values: {},
        submitted: { at: "2026-09-12T10:00:00.000Z", values: { summary: "It crashes" } },
      }}
      saving={saving}
      onChange={ignore}
    />,
  );
  expect(html).toContain("It crashes");
  expect(html).toContain("Sep 12, 2026");
  expect(html).not.toMatch(/<(input|select|button)/);
});
