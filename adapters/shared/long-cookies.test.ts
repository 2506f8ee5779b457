import { expect, test } from "vitest";
import { findLeftOver, joinCookies, splitCookie } from "./long-cookies.ts";

const other = { name: "other", value: "1" };

test.each([0, 1, 3_800, 3_801, 7_600, 20_000])("%d characters come back as they were", (length) => {
  const value = Array.from({ length }, (_, index) => index % 10).join("");
  const parts = splitCookie({ name: "session", value });
  for (const { name, value } of parts) expect(name.length + value.length).toBeLessThan(4_096);
  // In whichever order the browser sends them.
  const joined = joinCookies([other, ...parts.toReversed()]);
  expect(joined).toHaveLength(2);
  expect(joined).toEqual(expect.arrayContaining([other, { name: "session", value }]));
});

test("a part without the one before it is not taken for one", () => {
  const cookies = [
    { name: "session", value: "a" },
    { name: "session~2", value: "c" },
    { name: "alone~1", value: "x" },
  ];
  expect(joinCookies(cookies)).toEqual([{ name: "session", value: "a" }]);
});

test("what a shorter value leaves over is found, and nothing of another cookie", () => {
  const before = splitCookie({ name: "session", value: "x".repeat(9_000) });
  const now = splitCookie({ name: "session", value: "x".repeat(4_000) });
  const foreign = [other, { name: "session-2~1", value: "y" }];
  expect(findLeftOver([...before, ...foreign], "session", now)).toEqual(["session~2"]);
  expect(findLeftOver([...before, ...foreign], "session", [])).toEqual(["session~1", "session~2"]);
});
