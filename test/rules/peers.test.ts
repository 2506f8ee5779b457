import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const packages: Record<string, Locked> = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
).packages;

/** Where Node looks for a package that the one at `path` imports, nearest first. */
function listPlaces(path: string, name: string): string[] {
  const folders = path.split("/node_modules/").slice(0, -1);
  const parents = folders.map((_, index) => folders.slice(0, index + 1).join("/node_modules/"));
  return [...parents.reverse(), ""].map(
    (parent) => `${parent && `${parent}/`}node_modules/${name}`,
  );
}

test("a package is looked for as Node does", () => {
  expect(listPlaces("node_modules/@a/b/node_modules/c", "d")).toEqual([
    "node_modules/@a/b/node_modules/d",
    "node_modules/d",
  ]);
});

test("every peer that a package requires is locked, though .npmrc keeps npm from adding it", () => {
  const required = Object.entries(packages).flatMap(([path, { peerDependencies, ...locked }]) =>
    Object.keys(peerDependencies ?? {})
      .filter((name) => !locked.peerDependenciesMeta?.[name]?.optional)
      .map((name) => ({ path, name })),
  );
  expect(required).toContainEqual({
    path: "node_modules/@auth/neon-adapter",
    name: "@neondatabase/serverless",
  });
  const isLocked = ({ path, name }: { path: string; name: string }) =>
    listPlaces(path, name).some((place) => place in packages);
  expect(required.filter((peer) => !isLocked(peer))).toEqual([]);
});
