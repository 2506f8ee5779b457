import { build } from "./lib/build.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";

await runMain(
  async () => {
    checkNode();
    await installIfStale();
    await build();
    return 0;
  },
  { codeWhenStopped: 130 },
);
