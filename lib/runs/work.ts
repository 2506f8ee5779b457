const MOST_WORK = 500_000; // small steps: about 20 milliseconds

/** The error for data that takes more. */
export const TOO_LARGE = "is too large or too deep to be checked";

const TOO_MUCH = new RangeError(TOO_LARGE);

let left = Number.POSITIVE_INFINITY;

/**
 * Does a job on data of clients and models, which may have endless references and exploding
 * alternatives. The job calls `spend` in its loops, and is undefined once it has spent too much. A job
 * inside another one shares its limit.
 */
export function limitWork<Result>(job: () => Result): Result | undefined {
  if (Number.isFinite(left)) return job();
  left = MOST_WORK;
  try {
    return job();
  } catch (error) {
    if (error !== TOO_MUCH) throw error;
    return undefined;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** Counts steps before they are done. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw TOO_MUCH;
}
