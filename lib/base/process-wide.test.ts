import { afterEach, expect, test, vi } from "vitest";
import { throttle } from "./process-wide.ts";

afterEach(() => {
  vi.useRealTimers();
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
