import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PRODUCT = ["app", "adapters", "components", "drizzle", "lib", "server"];
const AROUND = ["e2e", "scripts", "test"];

const REST = "app|adapters/[^/]+$|adapters/shared|components|drizzle|lib";
/**
 * What a file may import of ours, besides its own folder: by the first line whose beginning is its
 * own. Folders of lib/ stand by floor, so that arrows go down.
 */
const ARROWS = [
  ["lib/base/", ""],
  ["drizzle/", "lib/base"],
  ["lib/(trust|projects)/", "lib/base|drizzle"],
  ["lib/identity/client/", "lib/base"],
  ["lib/identity/", "lib/(base|trust|projects)|drizzle"],
  ["lib/(threads|notes|mcp|uploads|usage)/", "lib/(base|trust|projects|identity)|drizzle"],
  [
    "lib/(runs|admin)/",
    "lib/(base|trust|projects|identity|mcp|uploads|usage|threads|notes)|drizzle",
  ],
  ["adapters/contracts\\.ts", "lib/(base|trust|identity)"],
  ["adapters/client-contracts\\.ts", ""],
  [
    "adapters/(about|trust|session|proxy|client|credentials|probe|organizations|provider-component)\\.tsx?$",
    "adapters|lib/(base|trust)",
  ],
  ["adapters/[^/]+\\.tsx?$", "adapters/[^/]+$|adapters/shared|lib/(base|trust|identity)"],
  [
    "adapters/[^/]+/",
    "adapters/(about|contracts|client-contracts)\\.ts|adapters/shared|lib/(base|trust|projects|identity)|drizzle",
  ],
  ["components/", "lib/identity/client|lib/base"],
  ["app/", `${REST}|package\\.json`],
  ["proxy\\.ts", REST],
  ["[^/]+$", `${REST}|server|scripts|test`],
  ["server/", `${REST}|scripts/lib|package\\.json`],
].map(([from, to]) => ({ from: new RegExp(`^(?:${from})`), to: new RegExp(`^(?:${to})(?:/|$)`) }));

/** @typedef {{ from: string, to: string, isLazy?: boolean }} Import */

const isSource = (/** @type {string} */ path) =>
  /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith(".d.ts");

export const isTest = (/** @type {string} */ path) => /\.test\.tsx?$/.test(path);

/** Our own source files: the product's, what is around it, and those at the root. */
export function listSources() {
  const listFolder = (/** @type {string} */ folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  return [...PRODUCT, ...AROUND].flatMap(listFolder).concat(readdirSync(".")).filter(isSource);
}

/**
 * What a file imports of our own, types too: a type ties one file to another like anything else.
 * @returns {Import[]}
 */
export function listImportsOf(/** @type {string} */ path) {
  const specifiers = readFileSync(path, "utf8").matchAll(
    /(from|import)\s*(\(?)\s*"((?:[#.]|@\/)[^"]*)"/g,
  );
  return Array.from(specifiers, ([, , isCall = "", to = ""]) => ({
    from: path,
    to: to.startsWith(".") ? join(dirname(path), to) : to.replace(/^(#|@\/)/, ""),
    isLazy: isCall !== "",
  }));
}

/** Every import of a file that is no test. */
export function listImports() {
  return listSources()
    .filter((path) => !isTest(path))
    .flatMap(listImportsOf);
}

/** Those of the starters' overlays, as in a starter. Its layout may know the one provider. */
export function listOverlayImports() {
  const providerOf = (/** @type {string} */ path) =>
    path.split("/")[1]?.replace(/-(hosted|own)$/, "");
  const inStarter = (/** @type {string} */ path) => path.replace(/^starters\/[^/]+\//, "");
  return readdirSync("starters", { recursive: true, encoding: "utf8" })
    .map((path) => join("starters", path))
    .filter((path) => isSource(path))
    .flatMap(listImportsOf)
    .filter(({ from, to }) => !inStarter(to).startsWith(`adapters/${providerOf(from)}/`))
    .map(({ from, to, isLazy }) => ({ from: inStarter(from), to: inStarter(to), isLazy }));
}

/** Whether an import goes down, or stays where it is. */
export function isAllowed(/** @type {Import} */ { from, to }) {
  const arrow = ARROWS.find((line) => line.from.test(from));
  if (!arrow) return !from.startsWith("lib/");
  const [own = ""] = arrow.from.exec(from) ?? [];
  return (own.endsWith("/") && to.startsWith(own)) || arrow.to.test(to);
}

/**
 * Files that import each other, each circle once, by its first file. What is loaded when it is called for
 * closes none.
 */
export function findCircles(/** @type {Import[]} */ imports) {
  const next = Map.groupBy(
    imports.filter(({ isLazy }) => !isLazy),
    ({ from }) => from,
  );
  const circles = new Map();
  const done = new Set();
  const follow = (/** @type {string} */ file, /** @type {string[]} */ above) => {
    const at = above.indexOf(file);
    if (at >= 0) {
      const circle = above.slice(at);
      circles.set(circle.toSorted().join(), [...circle, file]);
    }
    if (at >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) follow(to, [...above, file]);
    done.add(file);
  };
  for (const file of next.keys()) follow(file, []);
  return [...circles.values()];
}
