import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { deriveKey } from "./app-secret.ts";

const directory = provideDataDir();
const file = join(directory, "app-secret");

test("a secret that was cut short is refused, not used", () => {
  for (const content of ["", "half of it"]) {
    writeFileSync(file, content);
    expect(() => deriveKey("a")).toThrow(`${file} is damaged`);
  }
});

test("a secret is made once and kept, readable by its owner alone", () => {
  rmSync(file);
  const key = deriveKey("a");
  expect(key).toHaveLength(32);
  expect(readFileSync(file, "utf8")).toMatch(/^[\w-]{43}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["app-secret"]);
  expect(deriveKey("a")).toEqual(key);
  expect(deriveKey("b")).not.toEqual(key);
});
