import { expect, test } from "vitest";
import { readReturnTo, withReturnTo } from "./read-return-to.ts";

test.each([
  ["/t/thr_1", "/t/thr_1"],
  ["/t/thr_1?a=b#c", "/t/thr_1?a=b#c"],
  ["/a/../t/x", "/t/x"],
])("keeps the path %s", (given, expected) => {
  expect(readReturnTo(given)).toBe(expected);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "https://evil.example/t/1",
  "javascript:alert(1)",
  "t/1",
  "",
  undefined,
  ["/a", "/b"],
])("sends %j to the start page", (given) => {
  expect(readReturnTo(given)).toBe("/");
});

test.each(["/sign-in", "/sign-up?returnTo=/x", "/sign-out", "/auth/callback"])(
  "does not lead back to %s",
  (given) => {
    expect(readReturnTo(given)).toBe("/");
  },
);

test("the start page needs no returnTo", () => {
  expect(withReturnTo("/sign-in", "/")).toBe("/sign-in");
  expect(withReturnTo("/sign-in", "/t/1?a=b")).toBe("/sign-in?returnTo=%2Ft%2F1%3Fa%3Db");
});
