import { execFile } from "node:child_process";
import { expect, test } from "@playwright/test";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";

const LIMIT = 60_000; // milliseconds; it starts a server, and sends more than 2,000 requests

test("no attack on our API succeeds", { tag: "@all" }, async () => {
  test.setTimeout(LIMIT);
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = { cwd: root, timeout: LIMIT };
    execFile(nodeBinary(), ["scripts/attack/attack.ts"], options, (error, out, err) =>
      resolve({ code: error ? error.code : 0, output: out + err }),
    );
  });
  expect(output).toMatch(/^all: \d{4} cases, \d+ refused, 0 findings$/m);
  expect(code).toBe(0);
});
