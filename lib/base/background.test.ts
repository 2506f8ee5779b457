import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withTimeout } from "./background.ts";

test("work that ends in time gives its result or its failure", async () => {
  expect(await withTimeout(Promise.resolve("done"), 1_000)).toBe("done");
  const failure = new Error("failed");
  await expect(withTimeout(Promise.reject(failure), 1_000)).rejects.toBe(failure);
});

test("work that takes longer is a TimeoutError, and may fail later without harm", async () => {
  const work = sleep(50).then(() => Promise.reject(new Error("late")));
  await expect(withTimeout(work, 1)).rejects.toMatchObject({ name: "TimeoutError" });
  await expect(work).rejects.toThrow("late");
});
