import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import {
  ADA,
  answer,
  ask,
  BOB,
  countThreads,
  forgetRuns,
  GUEST,
  provideUsers,
  refusal,
  use,
} from "#test/limits.ts";
import { readLimits } from "./limits.ts";

provideUsers();

describe.each(["memory", "database"])("runs in an hour, counted in %s", (store) => {
  beforeEach(() => vi.stubEnv("RATE_LIMIT_STORE", store));

  test("of fifty starts at once as many are taken as the limit says, and nothing is left of the others", async () => {
    vi.stubEnv("RUN_LIMIT", "3");
    const user = { ...ADA, ownerId: store.padEnd(22, "x") };
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => ask(user)));
    const refused = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toHaveLength(47);
    for (const error of refused) expect(error).toMatchObject({ status: 429, code: "RUN_LIMIT" });
    expect(await countThreads()).toBe(3);
    const { seconds, ...said } = await refusal(ask(user));
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_600);
    const message = `3 answers in an hour are the most for one user. Wait ${seconds} s`;
    expect(said).toEqual({ status: 429, code: "RUN_LIMIT", message });
    // Somebody else is not concerned.
    await answer(BOB);
  });
});

test("while the database cannot count, each instance counts for itself", async () => {
  vi.stubEnv("RATE_LIMIT_STORE", "database");
  vi.stubEnv("RUN_LIMIT", "2");
  const db = await getDb();
  await db.execute(sql`alter table rate_limits rename to away`);
  try {
    await answer(ADA);
    await answer(ADA);
    expect((await refusal(ask(ADA))).code).toBe("RUN_LIMIT");
  } finally {
    await db.execute(sql`alter table away rename to rate_limits`);
  }
});

test("a guest has a quarter of it, and is told to sign in", async () => {
  vi.stubEnv("RUN_LIMIT", "8");
  await answer(GUEST);
  await answer(GUEST);
  const { seconds, message, code } = await refusal(ask(GUEST));
  expect(code).toBe("GUEST_LIMIT");
  expect(message).toBe(
    `2 answers in an hour are the most for a guest. Sign in to go on, or wait ${seconds} s`,
  );
  await use(GUEST.ownerId, 250_000);
  vi.stubEnv("RUN_LIMIT", "1000");
  forgetRuns();
  const later = await refusal(ask(GUEST));
  expect([later.code, later.message]).toEqual([
    "GUEST_LIMIT",
    `A guest's tokens of today are used up. Sign in to go on, or wait ${later.seconds} s`,
  ]);
});

test.each([
  ["RUN_LIMIT", "must be a number of runs in an hour, at least 1"],
  ["DAILY_TOKEN_LIMIT", "must be a number of tokens in a day, at least 1"],
  ["DAILY_TOKEN_BUDGET", "must be a number of tokens in a day, at least 1"],
])("a %s that cannot be meant stops the start", (name, problem) => {
  for (const value of ["0", "-1", "many", "1.5", "1e999"]) {
    vi.stubEnv(name, value);
    expect(readLimits).toThrow(`The configuration is not usable:\n  - ${name}: ${problem}`);
  }
  vi.stubEnv(name, "");
  expect(readLimits()[name as "RUN_LIMIT"]).toBeGreaterThan(0);
});
