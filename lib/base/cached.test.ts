import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cached } from "./cached.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const failure = new Error("out of reach");

let caches = 0;

/** A cache of what `source` holds, which counts its readings. */
function makeCache(options: Parameters<typeof cached>[2]) {
  const source = new Map<string, string>();
  const state = { source, readings: 0, isAway: false };
  const cache = cached<string | undefined>(
    `test-${++caches}`,
    async (key) => {
      state.readings += 1;
      if (state.isAway) throw failure;
      return source.get(key);
    },
    options,
  );
  return Object.assign(state, cache);
}

test("a value is read once until it is too old, however many ask", async () => {
  const cache = makeCache({ maxAge: 1_000 });
  cache.source.set("a", "first");
  expect(await Promise.all([cache.get("a"), cache.get("a")])).toEqual(["first", "first"]);
  cache.source.set("a", "second");
  pass(999);
  expect(await cache.get("a")).toBe("first");
  expect(cache.readings).toBe(1);
  pass(1);
  expect(await cache.get("a")).toBe("second");
  expect(cache.readings).toBe(2);
});

test("a clock that is set back keeps no value", async () => {
  const cache = makeCache({ maxAge: 1_000 });
  await cache.get("a");
  pass(-3_600_000);
  await cache.get("a");
  expect(cache.readings).toBe(2);
});

test("a failure is not kept", async () => {
  const cache = makeCache({ maxAge: 1_000 });
  cache.source.set("a", "first");
  cache.isAway = true;
  await expect(Promise.all([cache.get("a"), cache.get("a")])).rejects.toBe(failure);
  expect(cache.readings).toBe(1);
  expect(cache.isKnown("a")).toBe(false);
  cache.isAway = false;
  expect(await cache.get("a")).toBe("first");
});

test("an old value is no answer when reading fails, unless it may be stale", async () => {
  const strict = makeCache({ maxAge: 1_000 });
  const lenient = makeCache({ maxAge: 1_000, maxStale: 5_000, coolDown: 500 });
  for (const cache of [strict, lenient]) {
    cache.source.set("a", "first");
    await cache.get("a");
    cache.isAway = true;
  }
  pass(1_000);
  await expect(strict.get("a")).rejects.toBe(failure);
  expect(await lenient.get("a")).toBe("first");
  expect(await lenient.get("a")).toBe("first");
  expect(lenient.readings).toBe(2);
  pass(4_000);
  expect(await lenient.get("a")).toBe("first");
  expect(lenient.readings).toBe(3);
  pass(1);
  await expect(lenient.get("a")).rejects.toBe(failure);
});

test("a stale value is answered at once while a new one is read, but not after a long pause", async () => {
  const cache = makeCache({ maxAge: 1_000, maxStale: 60_000, refreshAhead: 2_000 });
  cache.source.set("a", "first");
  await cache.get("a");
  cache.source.set("a", "second");
  pass(1_000);
  expect(await cache.get("a")).toBe("first");
  expect(await cache.get("a")).toBe("second");
  cache.source.set("a", "third");
  pass(2_001);
  expect(await cache.get("a")).toBe("third");
});

test("a refresh reads a young value again, and not twice within the cool-down", async () => {
  const cache = makeCache({ maxAge: 10_000, coolDown: 1_000 });
  cache.source.set("a", "first");
  await cache.get("a");
  cache.source.set("a", "second");
  expect(await cache.refresh("a")).toBe("first");
  pass(1_000);
  expect(await Promise.all([cache.refresh("a"), cache.refresh("a")])).toEqual(["second", "second"]);
  expect(cache.readings).toBe(2);
});

test("a value that was forgotten is read again, and one being read then is not kept", async () => {
  const cache = makeCache({ maxAge: 1_000 });
  cache.source.set("a", "first");
  const old = cache.get("a");
  cache.forget("a");
  cache.source.set("a", "second");
  expect(await cache.get("a")).toBe("second");
  await old;
  expect(await cache.get("a")).toBe("second");
});

test("keys without a value are kept as well, and drive out no others", async () => {
  const cache = makeCache({ maxAge: 1_000 });
  cache.source.set("a", "first");
  await cache.get("a");
  const guesses = Array.from({ length: 1_001 }, (_, guess) => `guess ${guess}`);
  for (const guess of guesses) await cache.get(guess);
  expect(cache.readings).toBe(1_002);
  await cache.get("guess 1000");
  await cache.get("a");
  expect(cache.readings).toBe(1_002);
  await cache.get("guess 0");
  expect(cache.readings).toBe(1_003);
  pass(1_000);
  expect(cache.isKnown("a")).toBe(true);
  expect(cache.isKnown("guess 1000")).toBe(false);
});
