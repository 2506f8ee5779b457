import { expect, test } from "vitest";
import { chartProps } from "../chart/props.ts";
import { judgeProps } from "./judge-props.ts";

const whole = {
  title: "Revenue",
  kind: "bar",
  unit: "EUR",
  labels: ["Apr"],
  series: [{ name: "Europe", values: [212, null] }],
};

test("whole props are complete", () => {
  expect(judgeProps(chartProps, whole)).toEqual({ kind: "complete" });
});

test.each([
  {},
  { title: "Reven" },
  { title: "Revenue", kind: "ba" },
  { ...whole, series: [{ name: "Europe" }] },
])("props that only stop early are incomplete: %j", (props) => {
  expect(judgeProps(chartProps, props)).toEqual({ kind: "incomplete" });
});

test("names the place that is wrong, counting items from one", () => {
  const props = { ...whole, series: [{ name: "Europe", values: [1, "2"] }] };
  expect(judgeProps(chartProps, props)).toEqual({
    kind: "broken",
    reason: "series[1].values[2]: Invalid input: expected number, received string",
  });
});

test("a kind that no chart has is broken", () => {
  expect(judgeProps(chartProps, { ...whole, kind: "pie" }).kind).toBe("broken");
});

test("props that are no object are broken", () => {
  expect(judgeProps(chartProps, "text")).toEqual({
    kind: "broken",
    reason: "props: Invalid input: expected object, received string",
  });
});
