import { describe, expect, test } from "vitest";
import { readFreshLife, readRenderedLife, retryDelay, untilRenewal } from "./renewal-schedule.ts";

const MINUTE = 60_000; // milliseconds
const life = { expiresAt: 60 * MINUTE, lifetime: 60 * MINUTE };
const remaining = (milliseconds: number) => life.expiresAt - milliseconds;

describe("of a token of an hour", () => {
  test("nothing happens while 15 minutes remain", () => {
    for (const isBusy of [true, false]) {
      expect(untilRenewal(life, 0, isBusy)).toBe(45 * MINUTE);
      expect(untilRenewal(life, remaining(15 * MINUTE + 1), isBusy)).toBe(1);
    }
  });

  test("the renewal is due from then on, if nothing is going on", () => {
    expect(untilRenewal(life, remaining(15 * MINUTE), false)).toBe(0);
    const busy = untilRenewal(life, remaining(15 * MINUTE), true);
    expect(busy).toBe(1_000);
  });

  test("it does not wait for the end of work when 2 minutes remain", () => {
    const nearlyLate = untilRenewal(life, remaining(2 * MINUTE + 1), true);
    expect(nearlyLate).toBe(1);
    expect(untilRenewal(life, remaining(2 * MINUTE), true)).toBe(0);
    expect(untilRenewal(life, remaining(-MINUTE), true)).toBe(0);
  });
});

test("a short life is divided alike", () => {
  const short = { expiresAt: 6_000, lifetime: 6_000 };
  expect(untilRenewal(short, 0, true)).toBe(4_500);
  expect(untilRenewal(short, 4_500, true)).toBe(100);
  expect(untilRenewal(short, 5_800, true)).toBe(0);
});

test("retries wait 1, 2, 4 … seconds, never more than 30", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(retryDelay)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

describe("the life of a token", () => {
  const issuedAt = 1_700_000_000_000; // milliseconds
  const lifetime = 60 * MINUTE;
  const expiresAt = issuedAt + lifetime;
  const token = {
    userToken: "a token",
    expiresAt: new Date(expiresAt).toISOString(),
    expiresIn: 3_600,
    ownerId: "an owner",
    sid: "a session",
  };

  test("counts from its arrival, whatever the clock says", () => {
    for (const now of [issuedAt, 0, 4_000_000_000_000]) {
      expect(readFreshLife(token, now)).toEqual({ expiresAt: now + lifetime, lifetime });
    }
  });

  test("that is nearly over is not asked for in a loop", () => {
    for (const expiresIn of [0, 0.4]) {
      const life = readFreshLife({ ...token, expiresIn }, 0);
      expect(untilRenewal(life, 0, false)).toBe(1_500);
    }
  });

  test("that was in a page is shorter when the page is old, never longer", () => {
    const tenMinutesLater = issuedAt + 10 * MINUTE;
    expect(readRenderedLife(token, tenMinutesLater).expiresAt).toBe(expiresAt);
    const slowClock = issuedAt - 10 * MINUTE;
    expect(readRenderedLife(token, slowClock).expiresAt).toBe(slowClock + lifetime);
  });
});
