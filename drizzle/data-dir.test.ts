import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockDataDir } from "./data-dir.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

let directory: string;
let other: ChildProcess | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-lock-"));
});

afterEach(() => {
  other?.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

/** Another process, which locks the directory and then stays; resolves once it has said how that went. */
function lockElsewhere(): Promise<string> {
  const script = `
    const { lockDataDir } = await import("#drizzle/data-dir.ts");
    try { lockDataDir(${JSON.stringify(directory)}); console.log("locked"); }
    catch (error) { console.log(error.message); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  other = child;
  return new Promise((resolve) =>
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim())),
  );
}

test("refuses a second process and names the first", async () => {
  lockDataDir(directory);
  expect(await lockElsewhere()).toContain(
    `DATA_DIR: ${directory} is in use by process ${process.pid}; stop it, or set another DATA_DIR`,
  );
});

test("lets one process lock a directory again, as each copy of a module does", () => {
  lockDataDir(directory);
  expect(() => lockDataDir(directory)).not.toThrow();
});

test.each([
  [
    "lock.sqlite is no database",
    () => writeFileSync(join(directory, "lock.sqlite"), "x".repeat(200)),
  ],
  ["lock.sqlite is a folder", () => mkdirSync(join(directory, "lock.sqlite"))],
  ["owner.pid is a folder", () => mkdirSync(join(directory, "owner.pid"))],
])("where %s, one line says what to remove", (_, damage) => {
  damage();
  expect(() => lockDataDir(directory)).toThrow(
    /^[^\n]+\n {2}- DATA_DIR: \S+ cannot be locked \([^\n]+\); remove lock.sqlite and owner.pid in it, or set another DATA_DIR$/,
  );
  for (const name of ["lock.sqlite", "owner.pid"]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  expect(() => lockDataDir(directory)).not.toThrow();
});

test("is free again once its process was killed", async () => {
  expect(await lockElsewhere()).toBe("locked");
  expect(() => lockDataDir(directory)).toThrow(/is in use by process \d+/);
  const killed = new Promise((resolve) => other?.once("close", resolve));
  other?.kill("SIGKILL");
  await killed;
  expect(existsSync(join(directory, "owner.pid"))).toBe(true);
  expect(() => lockDataDir(directory)).not.toThrow();
});
