import { processWide } from "#lib/base/process-wide.ts";

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
