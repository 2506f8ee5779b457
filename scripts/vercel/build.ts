import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { root } from "../lib/root.mjs";
import { runStep } from "../lib/run-step.mjs";

const CLI = "vercel@60.1.3";

/** What a clone does not have. */
const NOT_CLONED =
  /^(\.git|\.next|\.data|\.vercel|\.env|\.env\.local|node_modules|scripts\/node\/node_modules|test-results|playwright-report)$/;

/** A linked project without an account. The packages are there already: the lockfile's, installed here. */
const PROJECT = {
  projectId: "prj_local",
  orgId: "team_local",
  settings: { framework: "nextjs", nodeVersion: "24.x", installCommand: "node --version" },
};

/** Copies the project as a clone has it, with its packages, into a new folder. */
export function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-vercel-"));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !NOT_CLONED.test(relative(root, path)),
  });
  linkFolder(join(root, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, ".vercel"));
  writeFileSync(join(folder, ".vercel", "project.json"), JSON.stringify(PROJECT));
  return folder;
}

/** A second name for each file takes no room. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

/** `vercel build` in that folder. What it prints is shown if it fails. */
export async function buildDeployment(folder: string, env: Record<string, string>): Promise<void> {
  const { PATH, HOME } = process.env;
  const log = join(folder, "build.log");
  const command = `npx --yes --package=${CLI} -- vercel build --yes --cwd . --global-config .vercel/cli`;
  await runStep(
    "Building as Vercel does",
    [["sh", "-c", `cd "$1" && ${command} > "$2" 2>&1 || { cat "$2"; exit 1; }`, "sh", folder, log]],
    {
      ...env,
      PATH: `${dirname(process.execPath)}${delimiter}${PATH}`,
      HOME,
      CI: "1",
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      VERCEL_TELEMETRY_DISABLED: "1",
    },
  );
}
