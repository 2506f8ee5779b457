import { processWide } from "#lib/base/process-wide.ts";

const ONE_MINUTE = 60_000; // milliseconds

/** Whether something of this name has not happened to a key, in this process, for a minute. */
export function isFirstInMinute(name: string, key: string): boolean {
  const times = processWide(`first-in-minute ${name}`, () => new Map<string, number>());
  const now = Date.now();
  for (const [oldest, time] of times) {
    // Absolute, so that a clock which was set back keeps none forever.
    if (Math.abs(now - time) < ONE_MINUTE) break;
    times.delete(oldest);
  }
  if (times.has(key)) return false;
  times.set(key, now);
  return true;
}
