import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { appEnv, EnvError } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";

const SQLITE_BUSY = 5; // sqlite.org/rescode.html

/** The absolute DATA_DIR, which is made if it does not exist. Throws EnvError if it cannot be written. */
export function openDataDir(): string {
  const directory = resolve(appEnv().DATA_DIR);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const probe = join(directory, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvError([`DATA_DIR: ${directory} cannot be written (${reason}); choose another`]);
  }
  return directory;
}

/**
 * Locks a directory until this process ends. Throws EnvError if another process has it. PGlite does not
 * notice a second process on its files, and both would lose data.
 */
export function lockDataDir(directory: string): void {
  processWide(`lock ${directory}`, () => takeLock(directory));
}

/**
 * An open SQLite transaction holds a file lock of the kernel, which ends with the process. A file with
 * a process id would outlive a kill, and another process could get its number.
 */
function takeLock(directory: string): DatabaseSync {
  const owner = join(directory, "owner.pid");
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(directory, "lock.sqlite"));
    lock.exec("begin exclusive");
    writeFileSync(owner, String(process.pid));
    return lock;
  } catch (error) {
    lock?.close();
    const { errcode, message } = error as Error & { errcode?: number };
    throw new EnvError([
      errcode === SQLITE_BUSY
        ? `DATA_DIR: ${directory} is in use by ${nameOwner(owner)}; stop it, or set another DATA_DIR`
        : `DATA_DIR: ${directory} cannot be locked (${message}); remove lock.sqlite and owner.pid in it, or set another DATA_DIR`,
    ]);
  }
}

function nameOwner(file: string): string {
  try {
    return `process ${readFileSync(file, "utf8")}`;
  } catch {
    return "another process";
  }
}
