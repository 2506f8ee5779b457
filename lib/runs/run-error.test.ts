import { expect, test } from "vitest";
import { internalError, toUnstoredError } from "./run-error.ts";

test.each([
  [
    "a full disk",
    Object.assign(new Error("no room"), { code: "53100" }),
    "INSUFFICIENT_STORAGE",
    507,
  ],
  [
    "an outage",
    Object.assign(new Error("gone"), { code: "ECONNREFUSED" }),
    "DATABASE_UNAVAILABLE",
    503,
  ],
])("an answer that %s kept from being stored is told so", (_, cause, code, status) => {
  expect(toUnstoredError(cause)).toMatchObject({
    type: "RUN_ERROR",
    code,
    status,
    isRetryable: true,
  });
});

test("any other failure to store it is the server's own", () => {
  expect(toUnstoredError(new Error("secret"))).toEqual(internalError);
});
