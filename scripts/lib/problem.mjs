const PROBLEM = Symbol.for("tambo-users.problem");
const STOPPED = Symbol.for("tambo-users.stopped");

/**
 * Something the person at the keyboard can put right. The message says what and how; no stack is shown.
 * @param {string} message
 */
export function problem(message) {
  return Object.assign(new Error(message), { [PROBLEM]: true });
}

/** @param {unknown} error @returns {error is Error} */
export function isProblem(error) {
  return has(error, PROBLEM);
}

/** Thrown out of a step that Ctrl-C or SIGTERM ended. */
export function stopped() {
  return Object.assign(new Error("stopped"), { [STOPPED]: true });
}

/**
 * Runs a script's main function and ends the process: with the code it returns, with 1 and one line
 * for a problem, with 1 and the stack for a bug.
 * @param {() => Promise<number>} main
 * @param {{ codeWhenStopped: number }} options
 */
export async function runMain(main, { codeWhenStopped }) {
  try {
    process.exit(await main());
  } catch (error) {
    if (has(error, STOPPED)) process.exit(codeWhenStopped);
    console.error(isProblem(error) ? error.message : error);
    process.exit(1);
  }
}

/** @param {unknown} error @param {symbol} brand */
function has(error, brand) {
  return typeof error === "object" && error !== null && brand in error;
}
