/** A client renders again for every patch. */
export const PATCH_INTERVAL_MILLISECONDS = 35;

/** A try reads all of the text, which grows: this leaves the process nine tenths of its time. */
const PAUSE_PER_WORK = 9;

/** When to look again at a text that is being written, after a try that began at `startedAt` (of `performance.now()`) and ends now. */
export function nextTryAfter(startedAt: number): number {
  const now = performance.now();
  const pause = PAUSE_PER_WORK * (now - startedAt);
  return Math.max(startedAt + PATCH_INTERVAL_MILLISECONDS, now + pause);
}
