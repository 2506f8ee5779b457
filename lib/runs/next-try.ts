/** The least time between patches, because a client renders for each one. */
export const PATCH_INTERVAL_MILLISECONDS = 35;

/** A try reads the whole growing text. The pause after it is this many times as long. */
const PAUSE_PER_WORK = 9;

/** The time of the next try at a growing text, after one that began at `startedAt` (of `performance.now()`) and ends now. */
export function nextTryAfter(startedAt: number): number {
  const now = performance.now();
  const pause = PAUSE_PER_WORK * (now - startedAt);
  return Math.max(startedAt + PATCH_INTERVAL_MILLISECONDS, now + pause);
}
