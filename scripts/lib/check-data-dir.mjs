import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

/**
 * Makes DATA_DIR (default .data) and writes to it, before the slow work rather than after.
 * @param {string | undefined} text
 */
export function checkDataDir(text) {
  const directory = resolve(root, text || ".data");
  const probe = join(directory, `.probe-${process.pid}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw problem(`DATA_DIR ${directory} cannot be written (${reason}). Choose another folder.`);
  }
}
