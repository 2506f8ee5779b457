import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findNode } from "./node-binary.mjs";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

const LOCKED = 3; // exit code
const SQLITE_BUSY = 5; // sqlite.org/rescode.html

/** As a program of its own: the Node that runs this one may be too old to have SQLite. */
const TRY_LOCK = `
  const { DatabaseSync } = require("node:sqlite");
  try {
    new DatabaseSync(process.argv[1]).exec("begin exclusive");
  } catch (error) {
    process.exit(error.errcode === ${SQLITE_BUSY} ? ${LOCKED} : 0);
  }
`;

/**
 * Makes DATA_DIR (default .data), writes to it and sees that no server has it, before the slow work
 * rather than after: a build would replace what that server is serving.
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
  if (isLocked(directory)) {
    throw problem(
      `DATA_DIR ${directory} is in use by ${nameOwner(directory)}. Stop it, or set another DATA_DIR.`,
    );
  }
}

/**
 * Asks for the lock that `drizzle/data-dir.ts` takes. The id in owner.pid alone decides nothing: it
 * outlives a kill and comes to mean another process.
 * @param {string} directory
 */
function isLocked(directory) {
  const file = join(directory, "lock.sqlite");
  const node = findNode();
  if (!node || !existsSync(file)) return false;
  return spawnSync(node, ["-e", TRY_LOCK, file]).status === LOCKED;
}

/** @param {string} directory */
function nameOwner(directory) {
  try {
    return `process ${readFileSync(join(directory, "owner.pid"), "utf8")}`;
  } catch {
    return "another process";
  }
}
