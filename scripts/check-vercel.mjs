// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { forgetSettings } from "./lib/forget-settings.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C

/** Builds as Vercel does and tries what was built; nothing is deployed, and no account is needed. */
async function check() {
  checkNode();
  forgetSettings();
  await installIfStale({ all: true });
  const { code, stopped } = await runChild(nodeBinary(), ["scripts/vercel/check.ts"]);
  return stopped ? INTERRUPTED : code;
}

await runMain(check, { codeWhenStopped: INTERRUPTED });
