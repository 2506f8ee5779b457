import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { abouts } from "../adapters/abouts.mjs";
import type { About } from "../adapters/contracts.ts";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { SHAPES } from "../scripts/lib/write-starter.ts";
import { findFreePort } from "./support/free-port.ts";

const LIMIT = 600_000; // milliseconds, in which it is installed and built
const run = promisify(execFile);

test.describe.configure({ mode: "parallel" });

const starters = Object.values<About>(abouts).flatMap((about) =>
  SHAPES.map((shape) => ({ about, shape })),
);
// All of them take long. The commit draws two, so that each has its turn.
const commit = String(spawnSync("git", ["rev-parse", "HEAD"], { cwd: root }).stdout);
const drawn = Number.parseInt(commit.slice(0, 6), 16) || 0;
const first = drawn % starters.length;
const second = (first + 1 + (drawn % (starters.length - 1))) % starters.length;

const countTests = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".spec.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8").match(/^test\(/gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);

for (const [index, { about, shape }] of starters.entries()) {
  const title = `in a clean folder, the tests of a starter of ${about.name}, ${shape}, pass`;
  const tag = [first, second].includes(index) ? [] : "@all";
  test(title, { tag }, async () => {
    test.setTimeout(LIMIT);
    const folder = mkdtempSync(join(tmpdir(), "tambo-users-starter-"));
    // PostgreSQL among its packages does not run as root, so another user has to get there.
    chmodSync(folder, 0o755);
    try {
      const cwd = join(folder, about.name);
      const args = ["scripts/starter.ts", about.name, cwd, "--backend", shape];
      await run(nodeBinary(), args, { cwd: root });
      const { HOME, PATH } = process.env;
      const env = {
        HOME,
        PATH: [dirname(nodeBinary()), PATH].join(delimiter),
        CHROMIUM_PATH: await findBrowser(),
        TEST_PORT: String(await findFreePort()),
        // Whoever runs this has all of their packages in npm's cache.
        npm_config_prefer_offline: "true",
      };
      const tests = run("npm", ["test"], { cwd, env: { NODE_ENV: "test", ...env } });
      // What failed is in its output, which the error leaves out.
      const { stdout } = await tests.catch(({ message, stdout }: Error & { stdout: string }) => {
        throw new Error(`${message}\n${stdout}`);
      });
      expect(stdout).toMatch(RegExp(`^ +${countTests(join(cwd, "e2e"))} passed`, "m"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
