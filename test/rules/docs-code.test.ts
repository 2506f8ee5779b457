import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findBlocks, listPages } from "../docs.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

const COPIED = ["package.json", "biome.json", ".gitignore", "components", "drizzle", "lib"];
const REGISTRY = "components/tambo/registry.ts";

/** A copy of what the pages' code needs, to follow them in. */
let project: string;
let written: string[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "tambo-users-docs-"));
  for (const name of COPIED) cpSync(name, join(project, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(project, "node_modules"));
  written = followPages();
  const compilerOptions = JSON.parse(readFileSync("tsconfig.json", "utf8")).compilerOptions;
  // Only what the pages reach, so that it takes a second.
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { ...compilerOptions, incremental: false },
      files: [...new Set(written)],
    }),
  );
});

afterAll(() => rmSync(project, { recursive: true }));

/** Writes the files that the pages' code begins with the name of; the registry's is merged. */
function followPages(): string[] {
  const blocks = listPages()
    .flatMap(findBlocks)
    .filter(({ language }) => /^tsx?$/.test(language));
  return blocks.map(({ page, code }) => {
    const [, path] = code.match(/^\/\/ (\S+)\n/) ?? [];
    if (!path) throw new Error(`${page}: code must begin with // and its file's path`);
    const file = join(project, path);
    writeFileSync(file, path === REGISTRY ? mergeRegistry(readFileSync(file, "utf8"), code) : code);
    return path;
  });
}

/** The registry with a page's import among its own, by their order, and the page's entry after its own. */
function mergeRegistry(registry: string, code: string): string {
  const [added] = code.match(/^import .+\n/m) ?? [];
  const [, list, entry] = code.match(/^(export const .+ = \[)\n {2}\/\/ …\n(.+)^\];$/ms) ?? [];
  if (!added || !list || !entry) throw new Error("no import or no entry");
  const imports = registry.match(/^import .+ from "\..+\n/gm) ?? [];
  const pathOf = (line: string) => line.slice(line.indexOf('"'));
  const sorted = [...imports, added].toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  const start = registry.indexOf(list);
  const end = registry.indexOf("];", start);
  const isOneLine = !registry.slice(start, end).includes("\n");
  const whole = isOneLine ? `, ${entry.trim().replace(/,$/, "")}` : entry;
  const merged = registry.slice(0, end) + whole + registry.slice(end);
  return merged.replace(imports.join(""), () => sorted.join(""));
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

test("a component and a tool of one's own are two files each", () => {
  expect(written).toEqual(
    expect.arrayContaining([
      "components/tambo/weather-card.tsx",
      "components/tambo/tools/get-weather.ts",
    ]),
  );
  expect(written.filter((path) => path === REGISTRY)).toHaveLength(2);
});

test("Biome has nothing to say about the pages' code", () => {
  const biome = run("node_modules/@biomejs/biome/bin/biome", "check", ...written);
  expect(biome.status, biome.output).toBe(0);
});

test("it passes the type check", () => {
  const tsc = run("node_modules/typescript/bin/tsc", "--noEmit");
  expect(tsc.status, tsc.output).toBe(0);
});
