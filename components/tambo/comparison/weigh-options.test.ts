import { expect, test } from "vitest";
import { clampWeight, findLeaders, weighOptions } from "./weigh-options.ts";

const props = {
  title: "Offers",
  options: [
    { id: "a", name: "Acme" },
    { id: "b", name: "Borealis" },
  ],
  criteria: [
    { id: "price", label: "Price", weight: 3 },
    { id: "help", label: "Support", weight: 1 },
  ],
  scores: [
    { option: "a", criterion: "price", score: 4, why: "Cheapest" },
    { option: "a", criterion: "help", score: 2, why: "By mail" },
    { option: "b", criterion: "price", score: 2, why: "Dear" },
    { option: "b", criterion: "help", score: 5, why: "At any hour" },
  ],
};
const totals = (weights: Record<string, number>) =>
  weighOptions(props, weights, false).options.map(({ total }) => total);

test("a total is the mean of the scores by weight", () => {
  expect(totals({})).toEqual([3.5, 2.75]);
});

test("the user's weights win over the answer's and turn the result", () => {
  expect(totals({ price: 1, help: 3 })).toEqual([2.5, 4.25]);
  expect(findLeaders(weighOptions(props, {}, false))).toEqual(["a"]);
  expect(findLeaders(weighOptions(props, { price: 1, help: 3 }, false))).toEqual(["b"]);
});

test("a missing score counts as nothing, and the total says so", () => {
  const scores = props.scores.slice(0, 3);
  const [, borealis] = weighOptions({ ...props, scores }, {}, false).options;
  expect(borealis).toMatchObject({ total: 1.5, isWhole: false });
});

test("the score that is being written waits", () => {
  const [, borealis] = weighOptions(props, {}, true).options;
  expect(borealis?.scores.has("help")).toBe(false);
});

test("no option leads where all are alike", () => {
  expect(findLeaders(weighOptions({ ...props, scores: [] }, {}, false))).toEqual([]);
  expect(findLeaders(weighOptions({}, {}, false))).toEqual([]);
});

test.each([
  [0, 1],
  [9, 5],
  [2.6, 3],
])("a weight of %d is %d", (given, kept) => {
  expect(clampWeight(given)).toBe(kept);
});
