import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freeBytes, LEAST_FREE } from "#drizzle/drivers/pglite-files.ts";
import { type Fault, kill9 } from "./faults.ts";

const LASTS = 4_000; // milliseconds

/** A small disk in memory for an embedded database, and what happens to it. Only root may make one; undefined for others. */
export function makeDisk() {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-chaos-"));
  const mount = ["-t", "tmpfs", "-o", "size=256m", "none", directory];
  const isMounted = process.getuid?.() === 0 && spawnSync("mount", mount).status === 0;
  process.once("exit", () => {
    if (isMounted) spawnSync("umount", ["-l", directory]);
    rmSync(directory, { recursive: true, force: true });
  });
  if (!isMounted) return undefined;
  const file = join(directory, "fill");
  const fill = async (left: number) => {
    try {
      writeFileSync(file, Buffer.alloc(Math.max(0, freeBytes(directory) - left)));
    } catch {} // The database took some of it meanwhile, so it is full.
    await setTimeout(LASTS);
    rmSync(file);
  };
  const faults: Record<string, Fault> = {
    "disk almost full, embedded": () => fill(LEAST_FREE - 1_048_576),
    "disk full, embedded": () => fill(0),
    "kill -9, embedded": kill9,
  };
  return { dataDir: join(directory, "data"), faults };
}
