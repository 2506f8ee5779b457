import { build } from "./lib/build.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C

await runMain(
  async () => {
    checkNode();
    await installIfStale();
    await build();
    // A deployment there has no other step in which it could be done. After the build: one that fails
    // has changed nothing.
    return process.env.VERCEL ? migrate() : 0;
  },
  { codeWhenStopped: INTERRUPTED },
);

async function migrate() {
  const { code, stopped } = await runChild(nodeBinary(), ["scripts/migrate.ts", "--build"]);
  return stopped ? INTERRUPTED : code;
}
