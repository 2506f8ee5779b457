import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

const COPIED = ["package.json", "biome.json", ".gitignore", "components", "lib"];
const REGISTRY = "components/tambo/registry.ts";

/** A copy of what a component needs, to follow the README in. */
let project: string;
let written: string[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "tambo-users-readme-"));
  for (const name of COPIED) cpSync(name, join(project, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(project, "node_modules"));
  const compilerOptions = JSON.parse(readFileSync("tsconfig.json", "utf8")).compilerOptions;
  // Only what the registry reaches, so that it takes a second.
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { ...compilerOptions, incremental: false },
      files: [REGISTRY],
    }),
  );
  written = followReadme();
});

afterAll(() => rmSync(project, { recursive: true }));

/** Writes the files that the README's code begins with the name of; the registry's is merged. */
function followReadme(): string[] {
  const readme = readFileSync("README.md", "utf8");
  const blocks = readme.matchAll(/^```tsx?\n(\/\/ (\S+)\n.*?)^```$/gms);
  return [...blocks].map(([, code = "", path = ""]) => {
    const file = join(project, path);
    writeFileSync(file, path === REGISTRY ? mergeRegistry(readFileSync(file, "utf8"), code) : code);
    return path;
  });
}

/** The registry with the README's import after its own and the README's entry after its own. */
function mergeRegistry(registry: string, code: string): string {
  const [added] = code.match(/^import .+\n/m) ?? [];
  const [, entry] = code.match(/^ {2}\/\/ …\n(.+)^\];$/ms) ?? [];
  if (!added || !entry) throw new Error("no import or no entry");
  return registry.replace(/\n\n/, () => `\n${added}\n`).replace(/^\];$/m, () => `${entry}];`);
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

test("the README's component is two files", () => {
  expect(written).toEqual(["components/tambo/weather-card.tsx", REGISTRY]);
});

test("Biome has nothing to say about them", () => {
  const biome = run("node_modules/@biomejs/biome/bin/biome", "check", ...written);
  expect(biome.status, biome.output).toBe(0);
});

test("they pass the type check", () => {
  const tsc = run("node_modules/typescript/bin/tsc", "--noEmit");
  expect(tsc.status, tsc.output).toBe(0);
});
