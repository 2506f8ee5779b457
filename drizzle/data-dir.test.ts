import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
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

test("is free again once its process was killed", async () => {
  expect(await lockElsewhere()).toBe("locked");
  expect(() => lockDataDir(directory)).toThrow(/is in use by process \d+/);
  const killed = new Promise((resolve) => other?.once("close", resolve));
  other?.kill("SIGKILL");
  await killed;
  expect(existsSync(join(directory, "owner.pid"))).toBe(true);
  expect(() => lockDataDir(directory)).not.toThrow();
});
