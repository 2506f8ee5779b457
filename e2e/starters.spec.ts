import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { findFreePort } from "./support/free-port.ts";

const LIMIT = 600_000; // milliseconds, in which it is installed and built
const run = promisify(execFile);

const providers = readdirSync(join(root, "starters")).filter((name) => name !== "hosted");
for (const provider of providers) {
  const title = `in a clean folder, the tests of a starter of ${provider} pass`;
  test(title, { tag: "@all" }, async () => {
    test.setTimeout(LIMIT);
    const folder = mkdtempSync(join(tmpdir(), "tambo-users-starter-"));
    try {
      const cwd = join(folder, provider);
      await run(nodeBinary(), ["scripts/starter.ts", provider, cwd], { cwd: root });
      const { HOME, PATH } = process.env;
      const env = {
        HOME,
        PATH: [dirname(nodeBinary()), PATH].join(delimiter),
        CHROMIUM_PATH: await findBrowser(),
        TEST_PORT: String(await findFreePort()),
      };
      const { stdout } = await run("npm", ["test"], { cwd, env: { NODE_ENV: "test", ...env } });
      expect(stdout).toMatch(/^ +3 passed/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
