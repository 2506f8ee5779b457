import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { root } from "../lib/root.mjs";

interface FunctionConfig {
  handler: string;
  runtime: string;
  maxDuration?: number;
  filePathMap?: Record<string, string>;
  environment?: Record<string, string>;
  /** It takes a Request and answers with a Response. */
  useWebApi?: boolean;
}

/** A function of the build, with all the addresses that lead to it. */
export interface BuiltFunction {
  folder: string;
  paths: string[];
  config: FunctionConfig;
  /** Where each of its files is, by its place in the function. */
  files: Map<string, string>;
  bytes: number;
}

export interface Deployment {
  functions: BuiltFunction[];
  /** Static files by their paths. */
  statics: Map<string, string>;
  config: { routes: Record<string, unknown>[]; overrides?: Record<string, { path?: string }> };
}

const ENDING = ".func";
const MEGABYTE = 1_048_576;

/** Reads what `vercel build` has left in a project's folder. */
export function readDeployment(project: string): Deployment {
  const output = join(project, ".vercel", "output");
  const functions = new Map<string, BuiltFunction>();
  const base = join(output, "functions");
  for (const path of listFolders(base).filter((name) => name.endsWith(ENDING))) {
    const folder = realpathSync(join(base, path));
    const found = functions.get(folder) ?? readFunction(project, folder);
    found.paths.push(`/${path.slice(0, -ENDING.length)}`);
    functions.set(folder, found);
  }
  const statics = listFiles(join(output, "static")).map((path): [string, string] => [
    `/${path}`,
    join(output, "static", path),
  ]);
  const config = JSON.parse(readFileSync(join(output, "config.json"), "utf8"));
  return { functions: [...functions.values()], statics: new Map(statics), config };
}

function readFunction(project: string, folder: string): BuiltFunction {
  const config: FunctionConfig = JSON.parse(readFileSync(join(folder, ".vc-config.json"), "utf8"));
  const files = new Map(listFiles(folder).map((path) => [path, join(folder, path)]));
  for (const [path, source] of Object.entries(config.filePathMap ?? {})) {
    files.set(path, resolve(project, source));
  }
  const sizes = [...files.values()].map((file) => lstatSync(file).size);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { folder, paths: [], config, files, bytes };
}

/** Folders below one, links among them, which are not entered. */
function listFolders(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** The largest has 14, so that a growth is noticed. */
const LARGEST = 20 * MEGABYTE;
const TEST_FILE = /(\.(test|spec)\.[jt]sx?|^(e2e|test|starters|docs|scripts)\/.*)$/;
const SETTINGS_FILE = /(^|\/)\.env(\.(?!example)[^/]*)?$/;

/** What a deployment has to have in it, and must not. `secrets` are values that the build was given. */
export function checkDeployment({ functions, statics }: Deployment, secrets: string[]): void {
  const migrations = listFiles(join(root, "drizzle", "migrations")).map((path) =>
    join("drizzle", "migrations", path),
  );
  const needed = migrations.filter((path) => /\.sql$|_journal\.json$/.test(path));
  assert(needed.length > 5);
  const runs = functions.find(({ paths }) => paths.includes("/v1/threads/runs"));
  assert.equal(runs?.config.maxDuration, 300, "a run may take 300 seconds");
  for (const { paths, config, files, bytes } of functions) {
    const name = paths[0] ?? "";
    assert.equal(config.runtime, "nodejs24.x", name);
    assert(bytes <= LARGEST, `${name} has ${Math.round(bytes / MEGABYTE)} MB`);
    const names = [...files.keys()];
    const missing = needed.filter((path) => !files.has(path));
    assert.deepEqual(missing, [], `${name} lacks migrations`);
    const own = names.filter((path) => !path.startsWith("node_modules/"));
    assert.deepEqual(
      own.filter((path) => TEST_FILE.test(path)),
      [],
      `${name} has tests`,
    );
    assert.deepEqual(
      names.filter((path) => /@electric-sql/.test(path)),
      [],
      `${name} has PGlite`,
    );
    assert.deepEqual(
      names.filter((path) => SETTINGS_FILE.test(path)),
      [],
      `${name} has settings`,
    );
  }
  const files = new Set([
    ...statics.values(),
    ...functions.flatMap(({ files }) => [...files.values()]),
  ]);
  for (const file of files) {
    if (lstatSync(file).isSymbolicLink()) continue;
    const content = readFileSync(file);
    assert(!secrets.some((secret) => content.includes(secret)), `${file} has a secret in it`);
  }
}

/** A line for each function. */
export function describeFunctions({ functions, statics }: Deployment): string[] {
  const size = (bytes: number) => `${(bytes / MEGABYTE).toFixed(1)} MB`;
  const lines = functions.map(
    ({ paths, config, files, bytes }) =>
      `  ${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ""}: ${files.size} files, ${size(bytes)}, ${config.runtime}, ${config.maxDuration ?? "default"} s`,
  );
  const shipped = [...statics.values()].reduce((sum, file) => sum + lstatSync(file).size, 0);
  return [...lines, `  static: ${statics.size} files, ${size(shipped)}`];
}
