import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { logError, nameError, sayOncePerMinute, throttle } from "./process.ts";

let log: MockInstance<typeof console.error>;
beforeEach(() => {
  log = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  log.mockRestore();
  vi.useRealTimers();
});

function written(error: unknown): string {
  logError("request 1", error);
  return log.mock.calls.flat().join("\n");
}

test("the log has the name, the code and the frames of an error and its cause", () => {
  const cause = Object.assign(new TypeError("x"), { code: "23505" });
  const lines = written(new RangeError("y", { cause })).split("\n");
  expect(lines[0]).toBe("request 1: RangeError");
  expect(lines[1]).toMatch(/^ {4}at .*process\.test\.ts:\d+/);
  const second = lines.indexOf("caused by TypeError 23505");
  expect(lines[second + 1]).toMatch(/^ {4}at .*process\.test\.ts:\d+/);
});

test("no text of an error reaches the log, not even one that looks like a frame", () => {
  const text = "params: my secret\n    at secret (/secret.ts:1:2)\nsecret";
  const cause = Object.assign(new Error(text), { detail: text, code: "a secret code" });
  const changed = new Error(text);
  changed.message = "another";
  for (const error of [new Error(text, { cause }), changed, text, { secret: text }]) {
    expect(written(error)).not.toContain("secret");
  }
});

test("a chain of causes that ends nowhere is cut", () => {
  const error = new Error("x");
  error.cause = error;
  expect(written(error).match(/caused by/g)).toHaveLength(4);
});

test("an HTTP status is part of an error's name", () => {
  expect(nameError(Object.assign(new Error("x"), { name: "AI_Error", statusCode: 429 }))).toBe(
    "AI_Error 429",
  );
  expect(nameError("secret")).toBe("thrown string");
});

test("words of others make one line of the log, with nothing that a terminal obeys", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  sayOncePerMinute("refused: a\r\nb\u001b[2J\u009bc\u0085d\u2028e\u2029f");
  expect(warn.mock.calls).toEqual([["refused: a  b [2J c d e f"]]);
  warn.mockRestore();
});

test("acts once per key and interval", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const act = (key: string, interval?: number) => throttle("test", key, () => key, interval);
  expect(act("a")).toBe("a");
  expect(act("a")).toBeUndefined();
  expect(act("b")).toBe("b");
  vi.setSystemTime(Date.now() + 59_999);
  expect(act("a")).toBeUndefined();
  vi.setSystemTime(Date.now() + 1);
  expect(act("a")).toBe("a");
});
