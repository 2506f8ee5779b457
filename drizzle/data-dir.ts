import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { appEnv, EnvError } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process-wide.ts";

const SQLITE_BUSY = 5; // sqlite.org/rescode.html

/** The absolute DATA_DIR, made if absent. Throws EnvError when it cannot be written. */
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
 * Takes a directory for this process until it ends, however it ends; throws EnvError when another
 * process has it. PGlite does not notice a second process on its files, and both lose data.
 */
export function lockDataDir(directory: string): void {
  processWide(`lock ${directory}`, () => takeLock(directory));
}

/**
 * A transaction that is never ended holds the kernel's file lock, which goes with the process. A
 * file with a process id in it would outlive a kill, and its number would come to mean another process.
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
