import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { appEnv, EnvError } from "#lib/env.ts";

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
 * Takes `DATA_DIR/lock` for this process. PGlite does not notice a second process on its files and
 * both lose data, so a live owner is refused with EnvError. A lock left by a killed process is taken over.
 */
export function lockDataDir(directory: string): void {
  const file = join(directory, "lock");
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      process.once("exit", () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readFileSync(file, "utf8"));
    if (owner === process.pid) return;
    if (isAlive(owner)) {
      throw new EnvError([
        `DATA_DIR: ${directory} is in use by process ${owner}; stop it, or set another DATA_DIR`,
      ]);
    }
    rmSync(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
