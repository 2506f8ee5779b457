import { build } from "./lib/build.mjs";
import { runMain } from "./lib/problem.mjs";

await runMain(
  async () => {
    await build();
    return 0;
  },
  { codeWhenStopped: 130 },
);
