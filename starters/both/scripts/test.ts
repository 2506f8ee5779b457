import { spawnSync } from "node:child_process";

/** Types, lint and the browser test, one after the other; the first that fails ends it. */
const STEPS = [
  ["node_modules/@biomejs/biome/bin/biome", "check"],
  ["node_modules/next/dist/bin/next", "typegen"],
  ["node_modules/typescript/bin/tsc", "--noEmit"],
  ["node_modules/@playwright/test/cli.js", "test"],
];

for (const step of STEPS) {
  const { status } = spawnSync(process.execPath, step, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
