import { expect, test, vi } from "vitest";
import { renewOnce } from "./renewal.ts";

// In one process; `renewal.instances.test.ts` has several.
process.env.DATABASE_URL = "";

test("requests with the same refresh token share one renewal, also shortly after it", async () => {
  const renew = vi.fn(async () => ({ accessToken: "new" }));
  const first = await Promise.all(Array.from({ length: 5 }, () => renewOnce("shared", renew)));
  const late = await renewOnce("shared", renew);
  expect(renew).toHaveBeenCalledTimes(1);
  for (const result of [...first, late]) expect(result).toEqual({ accessToken: "new" });
});

test("another refresh token is renewed by itself", async () => {
  expect(await renewOnce("one", async () => 1)).toBe(1);
  expect(await renewOnce("two", async () => 2)).toBe(2);
});

test("a failed renewal is tried again", async () => {
  const failure = new Error("out of reach");
  await expect(renewOnce("failing", () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await renewOnce("failing", async () => "renewed")).toBe("renewed");
});

test("a renewal that did not spend the refresh token is shared while it is under way alone", async () => {
  const renew = vi.fn(async () => "as before");
  const isSpent = () => false;
  await Promise.all(Array.from({ length: 5 }, () => renewOnce("valid", renew, isSpent)));
  expect(renew).toHaveBeenCalledTimes(1);
  await renewOnce("valid", renew, isSpent);
  expect(renew).toHaveBeenCalledTimes(2);
});

test("a renewal is forgotten after its grace", async () => {
  vi.useFakeTimers();
  try {
    expect(await renewOnce("old", async () => "first")).toBe("first");
    vi.advanceTimersByTime(31_000);
    expect(await renewOnce("old", async () => "second")).toBe("second");
  } finally {
    vi.useRealTimers();
  }
});
