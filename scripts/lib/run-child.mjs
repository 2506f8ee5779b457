import { spawn } from "node:child_process";
import { root } from "./root.mjs";

const STOP_SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program in the project's folder until it ends. A signal to this process is handed on, so
 * that nothing is left behind; `stopped` says that one came. `signal` is what ended the program, if
 * one did.
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
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => onOutput?.(text));
    }
    const finish = () => {
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
