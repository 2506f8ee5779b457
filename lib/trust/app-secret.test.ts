import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { deriveKey, openRootKey } from "./app-secret.ts";

const directory = provideDataDir();
const file = join(directory, "app-secret");
const SECRET = "x".repeat(32);
const ANOTHER = "y".repeat(32);

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A start of the server with other settings, on the same database. */
async function restart(settings: Record<string, string>) {
  vi.resetModules();
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  Object.assign(globalThis, { [Symbol.for("tambo-users.root-key")]: undefined });
  const secret = await import("./app-secret.ts");
  await secret.openRootKey();
  return secret.deriveKey("a");
}

const REFUSED = /APP_SECRET: is not the one that this database was set up with/;

test("no key can be derived before the root key is open", () => {
  expect(() => deriveKey("a")).toThrow("once openRootKey() has ended");
});

test("a secret that was cut short is refused, not used", async () => {
  for (const content of ["", "half of it"]) {
    writeFileSync(file, content);
    await expect(openRootKey()).rejects.toThrow(`${file} is damaged`);
  }
  rmSync(file);
  mkdirSync(file);
  await expect(openRootKey()).rejects.toThrow(`${file} is damaged (EISDIR`);
  rmdirSync(file);
});

test("a secret is made once and kept, readable by its owner alone", async () => {
  await openRootKey();
  const key = deriveKey("a");
  expect(key).toHaveLength(32);
  expect(readFileSync(file, "utf8")).toMatch(/^[\w-]{43}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toContain("app-secret");
  expect(await restart({})).toEqual(key);
  expect(deriveKey("b")).not.toEqual(key);
});

test("another secret is refused, unless the one before is named; then nothing is lost", async () => {
  const key = await restart({});
  await expect(restart({ APP_SECRET: SECRET })).rejects.toThrow(REFUSED);
  const before = readFileSync(file, "utf8");
  expect(await restart({ APP_SECRET: SECRET, APP_SECRET_PREVIOUS: before })).toEqual(key);
  expect(await restart({ APP_SECRET: SECRET })).toEqual(key);
  await expect(restart({})).rejects.toThrow(REFUSED);
  rmSync(file);
  await expect(restart({})).rejects.toThrow(
    `set it to that one or, if that was in ${file}, restore it from a copy`,
  );
  expect(await restart({ APP_SECRET: ANOTHER, APP_SECRET_PREVIOUS: SECRET })).toEqual(key);
});

test("with DATABASE_URL the secret that instances share is required", async () => {
  const settings = { DATABASE_URL: "postgres://localhost/app" };
  await expect(restart(settings)).rejects.toThrow("APP_SECRET: is required with DATABASE_URL");
});
