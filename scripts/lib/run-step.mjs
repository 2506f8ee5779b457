import { problem, stopped } from "./problem.mjs";
import { runChild } from "./run-child.mjs";

/**
 * Runs a slow step under one line that ends with its seconds. Its output appears only if it fails.
 * @param {string} label
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runStep(label, command, args, env) {
  const start = performance.now();
  let output = "";
  process.stdout.write(`${label} … `);
  const ended = await runChild(command, args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    onOutput: (text) => {
      output += text;
    },
  });
  if (ended.stopped) {
    process.stdout.write("stopped\n");
    throw stopped();
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(
    ended.code === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n${output}`,
  );
  if (ended.code !== 0) throw problem(`${label} failed; the reason is above.`);
}
