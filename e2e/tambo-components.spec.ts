import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { findFreePort } from "./support/free-port.ts";

const LIMIT = 600_000; // milliseconds, in which two projects are installed and one is built
const run = promisify(execFile);

/**
 * The newest that the npm registry has. It asks for a version of the SDK that is not there any more,
 * which `add` does not use.
 */
const TOOL = {
  private: true,
  dependencies: { tambo: "0.17.0" },
  overrides: { "@tambo-ai/typescript-sdk": "0.96.4" },
};
const COMPONENT = "message-thread-full";

/** Its container and its Markdown: the parts that need no hook of the SDK, which has others since. */
const PAGE = `"use client";

import ReactMarkdown from "react-markdown";
import { createMarkdownComponents } from "@/components/ui/markdownComponents";
import { ThreadContainer } from "@/components/ui/thread-container";

const TEXT = ["# Added", "", "\`\`\`js", "const answer = 42;", "\`\`\`"].join("\\n");

export default function AddedPage() {
  return (
    <ThreadContainer>
      <ReactMarkdown components={createMarkdownComponents()}>{TEXT}</ReactMarkdown>
    </ThreadContainer>
  );
}
`;

const SPEC = `import { expect, test } from "@playwright/test";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("an added component is shown", async ({ page }) => {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto("/added");
  await expect(page.getByRole("heading", { name: "Added" })).toBeVisible();
  await expect(page.getByText("const answer = 42;")).toBeVisible();
  await page.getByRole("button", { name: "Copy code" }).click();
  const readClipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(readClipboard).toContain("const answer = 42;");
  expect(problems).toEqual([]);
});
`;

test("`npx tambo add` in a starter: what it writes finds its imports, is built and shown, and the starter goes on working", {
  tag: "@all",
}, async () => {
  test.setTimeout(LIMIT);
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-add-"));
  try {
    const cwd = join(folder, "starter");
    const tool = join(folder, "tool");
    const { HOME, PATH } = process.env;
    const env = {
      HOME,
      PATH: [dirname(nodeBinary()), PATH].join(delimiter),
      NODE_ENV: "test" as const,
      CHROMIUM_PATH: await findBrowser(),
      TEST_PORT: String(await findFreePort()),
    };
    const node = (...args: string[]) => run(nodeBinary(), args, { cwd, env });
    await run(nodeBinary(), ["scripts/starter.ts", "auth0", cwd], { cwd: root });
    mkdirSync(tool);
    writeFileSync(join(tool, "package.json"), JSON.stringify(TOOL));
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    // With all of this environment, which may say how the registry is reached.
    await run("npm", ["install", ...quiet], { cwd: tool });
    await run("npm", ["ci", "--include=dev", ...quiet], { cwd });

    const cli = join(tool, "node_modules/tambo/dist/cli.js");
    const add = [cli, "add", COMPONENT, "--yes", "--prefix=components/ui"];
    await run(nodeBinary(), add, { cwd, env: { ...process.env, PATH: env.PATH } });
    expect(readFileSync(join(cwd, "lib/utils.ts"), "utf8")).toContain("export function cn(");

    // Its hooks are those of the SDK before version 1. Everything else has to fit.
    const compile = node("node_modules/typescript/bin/tsc", "--noEmit");
    const output = await compile.then(
      () => "",
      ({ stdout }: { stdout: string }) => stdout,
    );
    const errors = output.split("\n").filter((line) => line.includes(": error TS"));
    const NOT_FOUND = /error TS(2307|2792|7016):/;
    expect(errors.filter((line) => NOT_FOUND.test(line))).toEqual([]);
    expect(errors.filter((line) => !line.startsWith("components/ui/"))).toEqual([]);

    mkdirSync(join(cwd, "app/added"));
    writeFileSync(join(cwd, "app/added/page.tsx"), PAGE);
    writeFileSync(join(cwd, "e2e/added.spec.ts"), SPEC);
    const { stdout } = await node("node_modules/@playwright/test/cli.js", "test");
    expect(stdout).toMatch(/^ +4 passed/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
