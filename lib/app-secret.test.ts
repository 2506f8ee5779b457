import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
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

describe("with DATABASE_URL", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  async function load(settings: Record<string, string>) {
    vi.resetModules();
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    return import("./app-secret.ts");
  }

  test("the secret that instances share is required, at the start already", async () => {
    const { checkAppSecret } = await load({ DATABASE_URL: "postgres://localhost/app" });
    expect(checkAppSecret).toThrow("APP_SECRET: is required with DATABASE_URL");
  });

  test("it is the same for every instance, and not the one in DATA_DIR", async () => {
    const settings = { DATABASE_URL: "postgres://localhost/app", APP_SECRET: "x".repeat(32) };
    const key = (await load(settings)).deriveKey("a");
    expect(key).not.toEqual(deriveKey("a"));
    expect((await load(settings)).deriveKey("a")).toEqual(key);
  });
});
