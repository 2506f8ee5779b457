/**
 * Returns the one value of this name in the process, made on first use. A promise that rejects is
 * dropped, so the next caller tries again.
 *
 * Next's proxy bundle, its route bundle and plain Node each load a module anew, so a module's variable
 * exists several times. Two database handles on one directory, for example, would lose data.
 */
export function processWide<T>(name: string, make: () => T): T {
  const box = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  const key = Symbol.for(`tambo-users.${name}`);
  const existing = box[key];
  if (existing) return existing.value;
  const entry = { value: make() };
  box[key] = entry;
  if (entry.value instanceof Promise) {
    entry.value.catch(() => {
      if (box[key] === entry) box[key] = undefined;
    });
  }
  return entry.value;
}

const ONE_MINUTE = 60_000; // milliseconds

/**
 * Acts for a key at most once per interval in this process, and returns what the act does. Returns
 * undefined if it acted for this key within the interval already.
 */
export function throttle<T>(
  name: string,
  key: string,
  act: () => T,
  interval = ONE_MINUTE,
): T | undefined {
  const times = processWide(`throttle ${name}`, () => new Map<string, number>());
  const now = Date.now();
  for (const [oldest, time] of times) {
    // Absolute, so that a clock that was set back keeps none forever.
    if (Math.abs(now - time) < interval) break;
    times.delete(oldest);
  }
  if (times.has(key)) return undefined;
  times.set(key, now);
  return act();
}
