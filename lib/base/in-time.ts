import { setTimeout as sleep } from "node:timers/promises";

/** What comes of the work, or a TimeoutError where it takes longer; then nobody waits for it any more. */
export function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
    throw new DOMException("It took too long", "TimeoutError");
  });
  return Promise.race([work, late]);
}
