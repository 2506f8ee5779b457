import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const FOLDERS = ["app", "adapters", "components", "drizzle", "lib", "server"];
const AROUND = ["e2e", "scripts", "test"];
const LONGEST_FILE = 200; // lines

/** What a file may import of ours, by the first path of this list that it starts with. */
const ARROWS: [from: string, to: RegExp][] = [
  ["app/", /^(app|components|adapters|lib|drizzle)\/|^package\.json$/],
  ["proxy.ts", /^(components|adapters|lib|drizzle)\//],
  ["components/", /^(components|lib\/client)\//],
  ["adapters/", /^(adapters|lib|drizzle)\//],
  ["lib/", /^(lib|drizzle)\//],
  ["server/", /^(app|adapters|drizzle|lib|server|scripts\/lib)\//],
  ["drizzle/", /^drizzle\/|^lib\/(env|process-wide|unknown-authority)\.ts$/],
];
/** Only these four choose a provider; nothing else may name one. */
const REGISTRIES = /^adapters\/(trust|session|proxy|client|credentials)\.tsx?$/;
/** Tools, and what starts or checks the app from outside. */
const READS_ENVIRONMENT =
  /^(lib\/env\.ts|[^/]+\.config\.ts|drizzle\/config\.ts|instrumentation\.ts|(e2e|scripts|server|test)\/.*)$/;

const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith(".d.ts");
const isTest = (path: string) => /\.test\.tsx?$/.test(path);
const listFolder = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));

const sources = [...FOLDERS, ...AROUND]
  .flatMap(listFolder)
  .concat(readdirSync("."))
  .filter(isSource);

interface Import {
  from: string;
  to: string;
}

/** The imports of our own files, types apart: they vanish before anything runs. */
function listImports(path: string): Import[] {
  const text = readFileSync(path, "utf8").replace(/^import type [^;]*;/gm, "");
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*"([#.][^"]*)"/g);
  return Array.from(specifiers, ([, to = ""]) => ({
    from: path,
    to: to.startsWith("#") ? to.slice(1) : join(dirname(path), to),
  }));
}

const imports = sources.filter((path) => !isTest(path)).flatMap(listImports);

function isAllowed({ from, to }: Import): boolean {
  const arrow = ARROWS.find(([start]) => from.startsWith(start));
  return arrow === undefined || arrow[1].test(to);
}

describe("imports", () => {
  test("are found, and a wrong one is recognised", () => {
    expect(imports).toContainEqual({ from: "app/oauth/token/route.ts", to: "adapters/trust.ts" });
    expect(imports).toContainEqual({
      from: "adapters/trust.ts",
      to: "adapters/better-auth/trust.ts",
    });
    expect(isAllowed({ from: "lib/handle.ts", to: "adapters/trust.ts" })).toBe(false);
    expect(isAllowed({ from: "components/chat.tsx", to: "lib/env.ts" })).toBe(false);
  });

  test("follow the arrows", () => {
    expect(imports.filter((found) => !isAllowed(found))).toEqual([]);
  });

  test("of one provider stay in its folder and the registries", () => {
    const folderOf = (path: string) => /^adapters\/[^/]+\//.exec(path)?.[0];
    const wrong = imports.filter(({ from, to }) => {
      const folder = folderOf(to);
      return (
        folder &&
        !from.startsWith(folder) &&
        !REGISTRIES.test(from) &&
        !AROUND.some((start) => from.startsWith(start))
      );
    });
    expect(wrong).toEqual([]);
  });
});

test(`no file is longer than ${LONGEST_FILE} lines`, () => {
  const countLines = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n").length;
  expect(sources.filter((path) => countLines(path) > LONGEST_FILE)).toEqual([]);
});

test("only lib/env.ts, and what is around the app, reads the environment", () => {
  const readers = sources.filter((path) => readFileSync(path, "utf8").includes("process.env"));
  expect(readers).toContain("lib/env.ts");
  expect(readers.filter((path) => !READS_ENVIRONMENT.test(path) && !isTest(path))).toEqual([]);
});
