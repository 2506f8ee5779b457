// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { buildIfStale } from "./lib/build.mjs";
import { checkSettings, develop } from "./lib/develop.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";
import { SERVER_ARGS } from "./lib/server-args.mjs";

/** Serves the production build, or with --dev what is being edited. Returns the exit code. */
async function start() {
  const port = await checkSettings();
  checkNode();
  await installIfStale();
  return process.argv.includes("--dev") ? develop(port) : serve();
}

async function serve() {
  await buildIfStale();
  // The channel tells the server when this process is gone, even if it was killed.
  const { code, signal } = await runChild(nodeBinary(), SERVER_ARGS, {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // A server that was killed, by a person or for want of memory, could not say so itself.
  if (signal) console.error(`The server ended (${signal})`);
  return code;
}

await runMain(start, { codeWhenStopped: 0 });
