// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { checkProvider } from "./lib/check-provider.mjs";
import { checkSettings } from "./lib/develop.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";

/** Runs a provider's emulator until it is stopped; with --dev the app as well. Returns the exit code. */
async function emulate() {
  const names = process.argv.slice(2);
  const isDev = names[0] === "--dev";
  if (isDev) names.shift();
  const provider = checkProvider(names[0], isDev ? "dev:emulated" : "emulate");
  if (isDev) await checkSettings();
  checkNode();
  await installIfStale({ all: true });
  const args = ["scripts/lib/emulate.ts", provider, ...(isDev ? ["--dev"] : [])];
  const { code, stopped } = await runChild(nodeBinary(), args);
  return stopped ? 0 : code;
}

await runMain(emulate, { codeWhenStopped: 0 });
