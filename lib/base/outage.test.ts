import { afterEach, expect, test, vi } from "vitest";
import { retry } from "./outage.ts";

afterEach(() => void vi.useRealTimers());

test("what is repeated through an outage ends in time, also when the clock is set back", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const away = Object.assign(new Error("away"), { code: "08006" });
  let tries = 0;
  const repeated = retry(async () => {
    tries += 1;
    vi.setSystemTime(Date.now() - 600_000);
    throw away;
  }, 200);
  await expect(repeated).rejects.toBe(away);
  expect(tries).toBeGreaterThan(1);
});
