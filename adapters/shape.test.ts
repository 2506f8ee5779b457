import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROVIDERS } from "#adapters/abouts.mjs";

const FOLDER = import.meta.dirname;
const LONGEST = 120; // lines
const MEDIAN = 50;

const folders = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map((entry) => entry.name);

const listFiles = (folder: string) =>
  readdirSync(join(FOLDER, folder)).filter(
    (name) => !/\.test(-helper)?\.tsx?$|^tables\.ts$/.test(name),
  );

const read = (...path: string[]) => readFileSync(join(FOLDER, ...path), "utf8");

test("each provider has a folder, and each folder is a provider's", () => {
  expect(folders.toSorted()).toEqual([...PROVIDERS].toSorted());
});

test.each(folders)("%s has the three files of an adapter", (folder) => {
  expect(listFiles(folder)).toEqual(
    expect.arrayContaining(["about.mjs", "session.ts", "trust.ts"]),
  );
});

test.each(folders)("%s has the parts that the registries load, and no others", (folder) => {
  const parts = [
    "session.ts",
    "trust.ts",
    "proxy.ts",
    "client.tsx",
    "credentials.ts",
    "probe.ts",
    "organizations.ts",
  ];
  const registries = parts.map((part) => read(part.replace("tsx", "ts")));
  // Its registry is that of the sessions.
  parts.push("own-account.ts");
  const loaded = parts.filter((part) =>
    registries.join().includes(`import("./${folder}/${part}")`),
  );
  expect(loaded).toEqual(parts.filter((part) => listFiles(folder).includes(part)));
});

test("their files are short", () => {
  const lengths = folders
    .flatMap((folder) => listFiles(folder).map((name) => read(folder, name).split("\n").length - 1))
    .toSorted((one, other) => one - other);
  expect(lengths.at(-1)).toBeLessThanOrEqual(LONGEST);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(MEDIAN);
});
