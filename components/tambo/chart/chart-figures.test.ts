import { expect, test } from "vitest";
import {
  describeChart,
  describeExtraValues,
  describeScope,
  listChartRows,
  listTicks,
  totalOf,
} from "./chart-figures.ts";
import { readChart } from "./props.ts";

const props = {
  title: "Revenue by region",
  kind: "bar",
  unit: "Thousand euro",
  labels: ["Apr", "May", "Jun"],
  series: [
    { name: "Europe", values: [212, 226, 284] },
    { name: "Asia Pacific", values: [96.5, null, 118] },
  ],
};
const chart = readChart(props, false);

test("totals leave out gaps and values without a label", () => {
  const [europe, asia] = readChart(
    { ...props, series: [{ name: "E", values: [1, 2, 3, 100] }, props.series[1]] },
    false,
  ).series;
  expect(europe && totalOf(europe, chart.labels)).toBe(6);
  expect(asia && totalOf(asia, chart.labels)).toBe(214.5);
});

test("the axis has round steps and starts at zero", () => {
  expect(listTicks(chart)).toEqual([0, 100, 200, 300]);
});

test("a stacked axis reaches the sum", () => {
  expect(listTicks(readChart({ ...props, stacked: true }, false))).toEqual([0, 200, 400, 600]);
});

test("the axis goes below zero for losses and keeps decimals exact", () => {
  const series = [{ name: "E", values: [-0.3, 0.5] }];
  expect(listTicks(readChart({ ...props, series }, false))).toEqual([-0.4, -0.2, 0, 0.2, 0.4, 0.6]);
});

test.each([[[]], [[0, 0]], [[null]]])("an axis without figures is still an axis: %j", (values) => {
  expect(listTicks(readChart({ ...props, series: [{ name: "E", values }] }, false))).toEqual([
    0, 1,
  ]);
});

test("counts the values that have no label", () => {
  const series = [
    { name: "A", values: [1, 2, 3, 4, 5] },
    { name: "B", values: [1, 2, 3, 4] },
  ];
  expect(describeExtraValues(readChart({ ...props, series }, false))).toBe(
    "3 values without a label",
  );
  expect(describeExtraValues(chart)).toBeUndefined();
});

test("says the chart in one sentence per series", () => {
  expect(describeChart(chart)).toBe(
    "Bar chart: Revenue by region, Thousand euro, Apr to Jun. Europe 722 in total, highest 284 at Jun; Asia Pacific 214.5 in total, highest 118 at Jun.",
  );
  expect(describeChart(readChart({}, false))).toBe("Bar chart: . No figures yet.");
});

test("names unit and range, the range only once it is known", () => {
  expect(describeScope(chart)).toBe("Thousand euro, Apr to Jun");
  expect(describeScope(readChart(props, true))).toBe("Thousand euro");
});

test("rows for CSV leave gaps empty", () => {
  expect(listChartRows(chart, String)).toEqual([
    ["", "Europe", "Asia Pacific"],
    ["Apr", "212", "96.5"],
    ["May", "226", ""],
    ["Jun", "284", "118"],
  ]);
});

test("while arriving, the last figure of the last series may be half a figure and waits", () => {
  const arriving = readChart(
    { ...props, series: [props.series[0], { name: "B", values: [9, 1] }] },
    true,
  );
  expect(arriving.series.map(({ values, isWhole }) => [values, isWhole])).toEqual([
    [[212, 226, 284], true],
    [[9], false],
  ]);
});
