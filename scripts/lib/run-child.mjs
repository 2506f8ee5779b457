import { spawn } from "node:child_process";
import { root } from "./root.mjs";

const STOP_SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const LOOK_EVERY = 500; // milliseconds

/**
 * Runs a program in the project's folder until it ends. A signal to this process is handed on, and so
 * is the end of the npm that started it, so that nothing is left behind; `stopped` says that one came.
 * `signal` is what ended the program, if one did.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdio?: import("node:child_process").StdioOptions, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null, stopped: boolean }>}
 */
export function runChild(command, args, { env = process.env, stdio = "inherit", onOutput } = {}) {
  return new Promise((resolve, reject) => {
    let stopped = false;
    // npm is a script on Windows, which only a shell can start.
    const shell = process.platform === "win32" && command === "npm";
    const child = spawn(command, args, { cwd: root, env, stdio, shell });
    const handOn = (/** @type {NodeJS.Signals} */ signal) => {
      stopped = true;
      child.kill(signal);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, handOn);
    const stopWatching = watchParent(() => handOn("SIGTERM"));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => onOutput?.(text));
    }
    const finish = () => {
      stopWatching();
      for (const signal of STOP_SIGNALS) process.off(signal, handOn);
    };
    child.once("error", (error) => {
      finish();
      reject(error);
    });
    child.once("close", (code, signal) => {
      finish();
      resolve({ code: code ?? 1, signal, stopped });
    });
  });
}

/**
 * npm runs a script in a shell that dies of a SIGTERM without handing it on. Whoever started this
 * without npm may leave it running.
 * @param {() => void} onEnd @returns {() => void} ends the watch
 */
function watchParent(onEnd) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (isRunning(parent)) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}

/** @param {number} parent */
function isRunning(parent) {
  try {
    // Elsewhere than on Windows a process whose parent ended is given another one.
    return process.kill(parent, 0) && process.ppid === parent;
  } catch {
    return false;
  }
}
