// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";

/**
 * Runs a file, of ours or of a package, on the Node that the app needs, once the packages are there;
 * with --all those of the tools as well. Returns the exit code.
 */
async function run() {
  const args = process.argv.slice(2);
  const all = args[0] === "--all";
  if (all) args.shift();
  checkNode();
  await installIfStale({ all });
  return (await runChild(nodeBinary(), args)).code;
}

await runMain(run, { codeWhenStopped: 130 });
