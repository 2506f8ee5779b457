import { expect, test } from "vitest";
import { describeError, describeWait } from "./describe-error.ts";
import { readFailure, writeWait } from "./failure.ts";

test.each([
  [401, "Your session has ended.", "sign-in"],
  [404, "This thread does not exist.", "new-chat"],
  [400, "That cannot be sent as it is.", "shorten"],
  [413, "That is too long: 10 MB at most.", "shorten"],
  [429, "Too many messages.", "try-again"],
  [500, "The server has a problem.", "try-again"],
  [503, "The server has a problem.", "try-again"],
  [undefined, "No connection.", "try-again"],
] as const)("status %s becomes %j with the action %s", (status, title, action) => {
  expect(describeError({ status })).toMatchObject({ title, action });
});

test("a run that fails without a status is an answer cut off", () => {
  expect(describeError({ code: "LLM_ERROR" }).title).toBe("The answer was cut off.");
});

test.each(["LLM_CLIENT_ERROR", "LLM_KEY_REFUSED", "LLM_QUOTA", "LLM_UNREACHABLE"])(
  "a model that fails with %s is not the user's doing",
  (code) => {
    expect(describeError({ code }).title).toBe("The assistant is not available.");
  },
);

test.each([
  ["LLM_TOO_LONG", "This is more than the model can read at once.", "new-chat"],
  ["LLM_FILTERED", "The model's provider does not allow this.", "shorten"],
])("what a model refuses with %s has another remedy", (code, title, action) => {
  expect(describeError({ code })).toMatchObject({ title, action });
});

test.each([
  [507, "INSUFFICIENT_STORAGE", "The server has no room left."],
  [503, "DATABASE_UNAVAILABLE", "The database does not answer at the moment."],
])(
  "a database that refuses with %s %s is named, by a request as by a run",
  (status, code, title) => {
    const refused = { status, headers: new Headers(), error: { code } };
    expect(describeError(readFailure(refused)).title).toBe(title);
    expect(describeError({ code }).title).toBe(title);
  },
);

test("a rate limit has the seconds the server asked for", () => {
  const error = { status: 429, headers: new Headers({ "retry-after": "23.4" }) };
  expect(readFailure(error).retryAfterSeconds).toBe(24);
});

test.each([
  ["RUN_LIMIT", "Too many messages.", "try-again"],
  ["GUEST_LIMIT", "Guests can ask no more for now.", "sign-in"],
  ["DAILY_TOKEN_LIMIT", "You have used up your share of today.", "try-again"],
  ["DAILY_TOKEN_BUDGET", "This app has used up its share of today.", "try-again"],
])("the limit %s has its words and a way on", (code, title, action) => {
  const refused = { status: 429, headers: new Headers({ "retry-after": "3600" }), error: { code } };
  const text = "Your text is kept.";
  expect(describeError(readFailure(refused))).toEqual({ title, text, action });
});

test("an answer that used up what was left of the day says so", () => {
  expect(describeError({ code: "DAILY_TOKEN_LIMIT" })).toMatchObject({
    title: "You have used up your share of today.",
    text: "What arrived so far is kept.",
  });
});

test.each([
  [0, "You can send it now.", "0 s"],
  [24, "Try again within a minute.", "24 s"],
  [61, "Try again in 2 minutes.", "61 s"],
  [91, "Try again in 2 minutes.", "2 min"],
  [5_401, "Try again in 2 hours.", "2 h"],
  [86_400, "Try again in 24 hours.", "24 h"],
])("a wait of %d s is read out as %j and shown as %j", (seconds, text, short) => {
  expect(describeWait(seconds)).toBe(text);
  expect(writeWait(seconds)).toBe(short);
});

test("the raw text of an error is never shown", () => {
  const failure = readFailure(Object.assign(new Error("401 raw text"), { status: 401 }));
  expect(JSON.stringify(describeError(failure))).not.toContain("raw text");
});

test("a request that got no answer has no status", () => {
  expect(readFailure(new TypeError("Failed to fetch"))).toEqual({});
});
