import { expect, test } from "vitest";
import { ownerId, sidOf } from "./owner-id.ts";

// Vectors: threads are found by these for ever, so a change of the derivation must fail here.
test.each([
  [["default", "better-auth", "user-1"], "MpQWFrbpbpSURPW7j5ApGW"],
  [["default", "https://accounts.google.com", "user-1"], "hAFxV2GSpdMfgARE_cCB-v"],
  [["p_2", "better-auth", "user-1"], "wbf0Bf5sZY-qXf4XhqRd_0"],
  [["default", "better-auth", "é 日本"], "FVWRzNHVufFxGtGftzLyXG"],
])("the owner of %j is %s", ([project = "", namespace = "", subject = ""], expected) => {
  expect(ownerId(project, namespace, subject)).toBe(expected);
});

test("parts that join to the same text are still different owners", () => {
  expect(ownerId("a", "b", "c")).not.toBe(ownerId("a", 'b","c', ""));
  expect(ownerId("a", "bc", "d")).not.toBe(ownerId("a", "b", "cd"));
});

test("a sid belongs to one session of one owner and does not show the session's id", () => {
  expect(sidOf("owner-1", "session-1")).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(sidOf("owner-1", "session-1")).not.toBe(sidOf("owner-2", "session-1"));
  expect(sidOf("owner-1", "session-1")).not.toBe(sidOf("owner-1", "session-2"));
});
