const MOST_WORK = 500_000; // small steps, some 20 milliseconds of them

/** What is said of such data. */
export const TOO_LARGE = "is too large or too deep to be checked";

const TOO_MUCH = new RangeError(TOO_LARGE);

let left = Number.POSITIVE_INFINITY;

/**
 * Does a job whose loops go over what clients and models sent, and which calls `spend` in each of
 * them. Undefined once it has spent too much: neither references without end nor exploding
 * alternatives may hold the server. A job inside another one shares its work.
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

/** Counts the steps that come next. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw TOO_MUCH;
}
