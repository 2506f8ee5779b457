import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Drawing } from "./chart-plot.tsx";
import { listSpans, PLOT, placeBars, placeColumns } from "./plot-layout.ts";
import { readChart } from "./props.ts";

const props = {
  title: "Profit",
  kind: "bar",
  unit: "",
  labels: ["Apr", "May", "Jun"],
  series: [
    { name: "Europe", values: [2, null, -3, 99] },
    { name: "Asia", values: [1, 4, -1] },
  ],
};
const read = (changes: object) => readChart({ ...props, ...changes }, false);

test("a figure reaches from zero, a stacked one from the one before it on its side of zero", () => {
  expect(listSpans(read({}))).toEqual([
    [{ from: 0, to: 2 }, undefined, { from: 0, to: -3 }],
    [
      { from: 0, to: 1 },
      { from: 0, to: 4 },
      { from: 0, to: -1 },
    ],
  ]);
  expect(listSpans(read({ stacked: true }))[1]).toEqual([
    { from: 2, to: 3 },
    { from: 0, to: 4 },
    { from: -3, to: -4 },
  ]);
});

describe.each([240, 360, 700])("a drawing %i pixels wide", (width) => {
  const shapes = ["bar", "line"].flatMap((kind) => [1, 2, 3, 12, 60].map((count) => [kind, count]));

  test.each(shapes)("of kind %s has room for the texts of %i labels", (kind, count) => {
    for (const label of ["5", "2026-09", "Customer acquisition cost"]) {
      const labels = Array(count).fill(label);
      const { x, labelled, room } = placeColumns(read({ kind, labels }), width);
      expect(labelled.length).toBeGreaterThan(0);
      expect(x(0) - room / 2).toBeGreaterThanOrEqual(0);
      expect(x(labelled.at(-1) ?? Number.NaN) + room / 2).toBeLessThanOrEqual(width);
      for (const [place, index] of labelled.entries()) {
        const next = labelled[place + 1];
        if (next !== undefined) expect(x(next) - x(index)).toBeGreaterThanOrEqual(room - 1e-9);
      }
    }
  });

  test("keeps five series apart and inside their column", () => {
    const { step } = placeColumns(read({ labels: Array(60).fill("") }), width);
    const bars = placeBars(step, 5, false);
    expect(bars.start(0)).toBeGreaterThan(-step / 2);
    expect(bars.start(4) + bars.width).toBeLessThan(step / 2);
    expect(bars.start(1)).toBeGreaterThan(bars.start(0) + bars.width);
  });
});

function draw(kind: string, hidden: string[] = []) {
  const html = renderToStaticMarkup(<Drawing chart={read({ kind })} hidden={hidden} width={360} />);
  expect(html).not.toMatch(/NaN|Infinity|undefined/);
  return html;
}

test("a gap interrupts a line, and a figure that stands alone is a point", () => {
  const labels = ["Apr", "May", "Jun", "Jul"];
  const series = [{ name: "Europe", values: [1, null, 2, 3] }];
  const chart = read({ kind: "area", labels, series });
  const html = renderToStaticMarkup(<Drawing chart={chart} hidden={[]} width={360} />);
  const [, line = ""] = /<path d="([^"]+)" fill="none"/.exec(html) ?? [];
  expect(line.match(/M/g)).toHaveLength(2);
  expect(html.match(/<circle/g)).toHaveLength(1);
});

test("losses hang below zero", () => {
  // The ticks are -4, -2, 0, 2 and 4.
  const zero = (PLOT.top + PLOT.bottom) / 2;
  const bars = [...draw("bar", ["Asia"]).matchAll(/M[\d.]+ ([\d.]+)V([\d.]+)q/g)];
  const ends = bars.map(([, base, end]) => [Number(base), Number(end) > zero]);
  expect(ends).toEqual([
    [zero, false],
    [zero, true],
  ]);
});

test.each(["bar", "line", "area"])(
  "a hidden series of kind %s leaves the others their colours",
  (kind) => {
    expect(draw(kind)).toContain("text-chart-1");
    expect(draw(kind, ["Europe"])).not.toContain("text-chart-1");
    expect(draw(kind, ["Europe"])).toContain("text-chart-2");
  },
);
