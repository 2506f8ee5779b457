import { expect, test } from "vitest";
import { FOREIGN_SPELLINGS } from "#test/foreign-spellings.ts";
import { readReturnTo } from "./own-address.ts";

test.each([
  ["/t/thr_1", "/t/thr_1"],
  ["/t/thr_1?a=b#c", "/t/thr_1?a=b#c"],
  ["/a/../t/x", "/t/x"],
  ["/t/thr_1?next=//evil.example", "/t/thr_1?next=//evil.example"],
])("keeps the path %s", (given, expected) => {
  expect(readReturnTo(given)).toBe(expected);
});

test.each([...FOREIGN_SPELLINGS, "t/1", "", undefined, null, ["/a", "/b"]])(
  "sends %j to the start page",
  (given) => {
    expect(readReturnTo(given)).toBe("/");
  },
);

test.each(["/sign-in", "/sign-up?returnTo=/x", "/sign-out", "/auth/callback", "/a/../sign-in"])(
  "does not lead back to %s",
  (given) => {
    expect(readReturnTo(given)).toBe("/");
  },
);

test("does not keep what is too long for a cookie", () => {
  const longest = `/t/${"a".repeat(997)}`;
  expect(readReturnTo(longest)).toBe(longest);
  for (const longer of [`${longest}a`, `${longest}?a`, `/${"é".repeat(200)}`]) {
    expect(readReturnTo(longer)).toBe("/");
  }
});
