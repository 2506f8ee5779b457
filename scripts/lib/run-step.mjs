import { basename } from "node:path";
import { problem, stopped } from "./problem.mjs";
import { runChild } from "./run-child.mjs";

const SECOND = 1000; // milliseconds
/** Where lines cannot be written over, as in a log. */
const SELDOM = 10 * SECOND;

/**
 * Runs a slow step, of one program or several at once, and says meanwhile what is waited for and how
 * long it has taken, on standard error: what the command itself prints may be read by another program. Their output
 * appears only if the step fails.
 * @param {string} label
 * @param {string[][]} commands each a program and its arguments
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runStep(label, commands, env) {
  let output = "";
  const end = showProgress(label, commands);
  const children = commands.map(([command = "", ...args]) =>
    runChild(command, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      onOutput: (text) => {
        output += text;
      },
    }),
  );
  const ended = await Promise.all(children).catch((error) => {
    end("could not be started");
    throw error;
  });
  if (ended.some((child) => child.stopped)) {
    end("stopped");
    throw stopped();
  }
  if (ended.every((child) => child.code === 0)) return end("done");
  end("failed");
  process.stderr.write(output);
  throw problem(`${label} failed; the reason is above.`);
}

/**
 * @param {string} label @param {string[][]} commands
 * @returns {(result: string) => void} writes the last line
 */
function showProgress(label, commands) {
  const start = performance.now();
  const { isTTY } = process.stderr;
  const programs = [...new Set(commands.map(nameProgram))].join(", ");
  const elapsed = () => `${Math.round((performance.now() - start) / SECOND)} s`;
  const write = (/** @type {string} */ text, /** @type {string} */ lineEnd) =>
    process.stderr.write(isTTY ? `\r${text}\u001b[K${lineEnd}` : `${text}\n`);
  write(`${label} (${programs}) …`, "");
  const timer = setInterval(
    () => write(`${label} (${programs}, ${elapsed()} so far) …`, ""),
    isTTY ? SECOND : SELDOM,
  );
  return (result) => {
    clearInterval(timer);
    write(`${label}: ${result} after ${elapsed()}`, "\n");
  };
}

/** What runs: of `node …/next build` that is next. @param {string[]} command */
function nameProgram([command = "", file = ""]) {
  const isNode = /^node(\.exe)?$/.test(basename(command));
  return basename(isNode ? file : command);
}
