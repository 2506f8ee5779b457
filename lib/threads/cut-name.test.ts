import { expect, test } from "vitest";
import { cutName } from "./cut-name.ts";

test.each([
  ["show revenue by region?", "Show revenue by region"],
  ["  How did\n revenue develop by region this half-year?", "How did revenue develop by…"],
  ["Exactly thirty characters here", "Exactly thirty characters here"],
  ["Donaudampfschifffahrtsgesellschaftskapitän", "Donaudampfschifffahrtsgesells…"],
  ["", "New chat"],
  ["???", "New chat"],
])("%j becomes the name %j", (question, name) => {
  expect(cutName(question)).toBe(name);
  expect(name.length).toBeLessThanOrEqual(30);
});

test("a name never ends in half a character", () => {
  expect(cutName("😀".repeat(40)).isWellFormed()).toBe(true);
});

test("a long question that is all punctuation is named at once", () => {
  const started = performance.now();
  expect(cutName(`${".".repeat(1_000_000)}x`)).toBe("New chat");
  expect(performance.now() - started).toBeLessThan(1_000);
});
