import { setTimeout as sleep } from "node:timers/promises";

/** The result of some work. Rejects with a TimeoutError when it takes longer; the work itself goes on. */
export async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const timer = new AbortController();
  const timeout = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new DOMException("It took too long", "TimeoutError");
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
  }
}
