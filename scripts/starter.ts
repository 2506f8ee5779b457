import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { problem, runMain } from "./lib/problem.mjs";
import { root } from "./lib/root.mjs";
import { selectFiles } from "./lib/select-files.ts";
import { selectPackages } from "./lib/select-packages.ts";
import { describeStarter, listVariables } from "./lib/starter-texts.ts";

/** Writes a project of its own with one provider: npm run starter -- <provider> <folder> */
async function writeStarter(): Promise<number> {
  const [provider = "", folder = ""] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
  const providers = readdirSync(join(root, "starters")).filter((name) => name !== "hosted");
  if (!providers.includes(provider) || !folder) {
    throw problem(`npm run starter -- <provider> <folder>, with one of ${providers.join(", ")}`);
  }
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw problem(`${folder} is not empty: a starter is written into a new folder.`);
  }
  const { about }: { about: About } = await import(`#adapters/${provider}/about.mjs`);
  const files = selectFiles([join("starters", provider), join("starters", "hosted")]);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  };
  for (const { path, source } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(root, source), join(target, path));
  }
  const name = `tambo-${provider}`;
  write("package.json", `${JSON.stringify(selectPackages(name, files), null, 2)}\n`);
  write("README.md", describeStarter(about));
  write(".env.example", listVariables(about));
  cpSync(join(root, "package-lock.json"), join(target, "package-lock.json"));
  const options = { cwd: target, stdio: "inherit" } as const;
  const lock = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", lock, options);
  if (status !== 0) throw problem("npm could not make the lockfile; the reason is above.");
  const lines = files.reduce((sum, { source }) => sum + countLines(source), 0);
  console.log(`${folder}: ${files.length} files, ${lines} lines. Go on with its README.md.`);
  return 0;
}

const countLines = (source: string) =>
  readFileSync(join(root, source), "utf8").split("\n").length - 1;

await runMain(writeStarter, { codeWhenStopped: 0 });
