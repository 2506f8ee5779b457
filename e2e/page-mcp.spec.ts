import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startOpenServer } from "#test/mcp-server.ts";
import { buildEnvironment, listBuilt } from "../scripts/lib/build.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { SERVER_ARGS } from "../scripts/lib/server-args.mjs";
import { API_KEY } from "./support/api.ts";
import { chatOf, watchConsole } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";
import { START_LIMIT, startProcess } from "./support/server-process.ts";
import { signUpBrowser } from "./support/users.ts";

const LIMIT = 600_000; // milliseconds, in which the app is built
const SWITCH = "components/tambo/mcp-servers.ts";

/** Builds a copy of the app whose pages ask this server. Returns its folder. */
function buildWith(url: string, folder: string): string {
  // Within the project, so that Next takes the packages there for its own.
  for (const name of [...listBuilt(), "scripts"]) {
    if (name !== "package-lock.json")
      cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const text = readFileSync(join(folder, SWITCH), "utf8");
  const servers = JSON.stringify([{ url, customHeaders: { "x-from": "the page" } }]);
  const load = '() => import("#components/chat/page-mcp.tsx")';
  const switched = text.replace(
    /(?<=pageMcp = )undefined/,
    `{ servers: ${servers}, load: ${load} }`,
  );
  writeFileSync(join(folder, SWITCH), switched);
  const args = ["node_modules/next/dist/bin/next", "build"];
  const env = buildEnvironment("0".repeat(64)) as NodeJS.ProcessEnv;
  const { status, stdout } = spawnSync(nodeBinary(), args, { cwd: folder, env, encoding: "utf8" });
  expect(status, stdout).toBe(0);
  return folder;
}

test(
  "a page whose build names an MCP server calls its tools itself, and reaches no other",
  {
    tag: "@all",
  },
  async ({ page }, testInfo) => {
    test.setTimeout(LIMIT);
    const [mcp, other] = [await startOpenServer(), await startOpenServer()];
    const folder = testInfo.outputPath("app");
    const PORT = String(await findFreePort());
    const settings = { PORT, TAMBO_API_KEY: API_KEY, DATA_DIR: testInfo.outputPath("data") };
    const url = `http://localhost:${PORT}`;
    let app: ReturnType<typeof startProcess> | undefined;
    try {
      app = startProcess(settings, undefined, SERVER_ARGS, START_LIMIT, buildWith(mcp.url, folder));
      await app.ready;
      const complaints = watchConsole(page);
      await signUpBrowser(page.context(), url);
      await page.goto(url);
      const { ask, answered, transcript } = chatOf(page);
      await ask("Please add a note");
      await expect(transcript).toContainText("add answered: added:");
      await answered();
      await ask("Please list");
      await expect(transcript).toContainText("list answered: notes:");
      expect([...mcp.notes.keys()]).toEqual(["anybody"]);
      const calls = mcp.seen.filter(({ method }) => method === "POST");
      expect(new Set(calls.map(({ headers }) => headers["x-from"]))).toEqual(new Set(["the page"]));
      expect(new Set(calls.map(({ headers }) => headers.authorization))).toEqual(
        new Set([undefined]),
      );
      // A server that is slow to answer at first may be connected to twice.
      const others = complaints.filter((said) => !said.includes("Overwriting tool"));
      expect(others).toEqual([]);
      const reach = (address: string) =>
        fetch(address).then(
          () => "reached",
          () => "refused",
        );
      expect(await page.evaluate(reach, other.url)).toBe("refused");
      expect(other.seen).toEqual([]);
    } finally {
      await app?.end("SIGKILL");
      await Promise.all([mcp.close(), other.close()]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
