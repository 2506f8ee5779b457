import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-secret-"));
  vi.resetModules();
  vi.stubEnv("DATA_DIR", directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

test("a database that instances share needs the secret that they share", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://localhost/app");
  const { checkAppSecret } = await import("./app-secret.ts");
  expect(checkAppSecret).toThrow("APP_SECRET: is required with DATABASE_URL");
});

test("with a secret each purpose has a key of its own, the same on every instance", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://localhost/app");
  vi.stubEnv("APP_SECRET", "x".repeat(32));
  const { checkAppSecret, deriveKey } = await import("./app-secret.ts");
  expect(checkAppSecret).not.toThrow();
  expect(deriveKey("one")).toHaveLength(32);
  expect(deriveKey("one")).toEqual(deriveKey("one"));
  expect(deriveKey("one")).not.toEqual(deriveKey("two"));
});
