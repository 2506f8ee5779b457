import { expect, test } from "vitest";
import { withReturnTo } from "./return-to.ts";

test("the start page needs no returnTo", () => {
  expect(withReturnTo("/sign-in", "/")).toBe("/sign-in");
  expect(withReturnTo("/sign-in?problem=x", "/t/1")).toBe("/sign-in?problem=x&returnTo=%2Ft%2F1");
  expect(withReturnTo("/sign-in", "/t/1?a=b")).toBe("/sign-in?returnTo=%2Ft%2F1%3Fa%3Db");
});
