import { execFile } from "node:child_process";
import { expect, test } from "@playwright/test";
import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";

const LIMIT = 300_000; // milliseconds; servers are started, broken and started again
const MINUTES = "0.5";

test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

for (const seed of ["1", "2", "3"]) {
  test(`nothing is lost to the faults of seed ${seed}`, { tag: "@all" }, async () => {
    test.setTimeout(LIMIT);
    const args = ["scripts/chaos/chaos.ts", "--seed", seed, "--minutes", MINUTES];
    const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
      execFile(nodeBinary(), args, { cwd: root, timeout: LIMIT }, (error, out, err) =>
        resolve({ code: error ? error.code : 0, output: out + err }),
      );
    });
    expect(output).toMatch(/^0 findings with seed \d$/m);
    expect(code).toBe(0);
  });
}
