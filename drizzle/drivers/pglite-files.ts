import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DrizzleQueryError } from "drizzle-orm";
import { EnvError, isEnvError } from "#lib/base/env.ts";
import { DISK_FULL, findDiskFull } from "#lib/base/outage.ts";

/** The version of PostgreSQL inside PGlite. It reads no files of another one. */
export const POSTGRES_MAJOR = "18";

const MEGABYTE = 1_048_576; // bytes
/** With less free space, only data that must not be lost is written. */
export const LEAST_FREE = 64 * MEGABYTE;
/** With less free space nothing is written: the engine does not survive a full disk, and makes files of 16 MB. */
export const RESERVE = 32 * MEGABYTE;
/** To open one, which may have to write its log anew after a kill. */
const OPENING = RESERVE + 16 * MEGABYTE;
/** The size of a new database, and room to write. */
const NEW_DATABASE = 128 * MEGABYTE;

/** Files that every database has. Without one the engine fails with an error that explains nothing. */
const PARTS = [
  "PG_VERSION",
  "base",
  "global/pg_control",
  "global/pg_filenode.map",
  "pg_hba.conf",
  "pg_multixact",
  "pg_wal",
  "pg_xact",
  "postgresql.conf",
];

export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

export const inMegabytes = (bytes: number) => `${Math.floor(bytes / MEGABYTE)} MB`;

/**
 * The folder of the database in DATA_DIR. A new database is made in another folder and moved there once
 * it is complete, so that a kill leaves no half of it. Throws EnvError if the folder is incomplete or of
 * another version.
 */
export async function prepareFiles(
  directory: string,
  make: (files: string) => Promise<void>,
): Promise<string> {
  const files = locate(directory);
  const unfinished = `${files}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  if (isNew(files)) {
    refuseMount(files);
    await make(unfinished);
    await writeThrough(unfinished);
    rmSync(files, { recursive: true, force: true });
    renameSync(unfinished, files);
  }
  refuseFlaw(files);
  return files;
}

/** Writes all files below a folder through to the disk, four at a time: Node has as many threads for it. */
async function writeThrough(folder: string): Promise<void> {
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).values();
  const write = async () => {
    for (const entry of left) {
      if (!entry.isFile()) continue;
      const file = await open(join(entry.parentPath, entry.name), "r+");
      await file.sync().finally(() => file.close());
    }
  };
  await Promise.all([write(), write(), write(), write()]);
}

const pathOf = (directory: string) => join(directory, "pglite");

/**
 * Where the database is, or will be. PGlite does not follow a link, which may lead to a larger disk.
 * Throws EnvError if it leads nowhere: a new database there would hide the one of a disk that is not mounted.
 */
function locate(directory: string): string {
  const files = pathOf(directory);
  if (!lstatSync(files, { throwIfNoEntry: false })?.isSymbolicLink()) return files;
  if (existsSync(files)) return realpathSync(files);
  throw new EnvError([
    `DATA_DIR: ${files} is a link to ${readlinkSync(files)}, which is not there; mount or make that ` +
      "folder, or remove the link to begin with an empty database",
  ]);
}

function isNew(files: string): boolean {
  if (!existsSync(files)) return true;
  return statSync(files).isDirectory() && readdirSync(files).length === 0;
}

/** A new database is made beside its folder and moved there, which the root of a disk does not allow. */
function refuseMount(files: string): void {
  const isMount = existsSync(files) && statSync(files).dev !== statSync(dirname(files)).dev;
  if (!isMount) return;
  throw new EnvError([
    `DATA_DIR: ${files} is the root of a disk or volume, and a new database needs a folder on it; ` +
      "mount it one level higher, at DATA_DIR",
  ]);
}

/** The error for anything that goes wrong while the database is opened. */
export function cannotOpen(directory: string, error: unknown): EnvError {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (isEnvError(cause)) return cause;
  const full = findDiskFull(cause);
  if (full) return new EnvError([full.message]);
  const reason = cause instanceof Error ? cause.message.split("\n", 1)[0] : undefined;
  return new EnvError([
    `DATA_DIR: the database in ${pathOf(directory)} cannot be opened (${reason || "its files are damaged"}); ` +
      "restore the folder from a copy, or move it away to begin with an empty one",
  ]);
}

/** Throws EnvError if the disk has too little room to open the database, or to make it. */
export function refuseFullDisk(directory: string): void {
  const files = locate(directory);
  const needed = isNew(files) ? NEW_DATABASE : OPENING;
  // Where a bundler sees only that a path begins with a setting, it takes every file for read.
  const place = existsSync(/* turbopackIgnore: true */ files) ? files : directory;
  const free = freeBytes(place);
  if (free >= needed) return;
  const problem = new EnvError([
    `DATA_DIR: ${place} is on a disk with ${inMegabytes(free)} left, and the database needs ` +
      `${inMegabytes(needed)}; free some, or set another DATA_DIR`,
  ]);
  throw Object.assign(problem, { code: DISK_FULL });
}

function refuseFlaw(files: string): void {
  const missing = PARTS.filter((part) => {
    const path = join(/* turbopackIgnore: true */ files, part);
    return !existsSync(/* turbopackIgnore: true */ path);
  });
  const version = missing.includes("PG_VERSION")
    ? undefined
    : readFileSync(join(files, "PG_VERSION"), "utf8").trim();
  // Any other text is damage, which the engine reports.
  if (version && /^\d{1,3}$/.test(version) && version !== POSTGRES_MAJOR) {
    throw new EnvError([
      `DATA_DIR: the database in ${files} is of PostgreSQL ${version}, and this version of the app ` +
        `reads PostgreSQL ${POSTGRES_MAJOR}; export it with the version that wrote it, or set ` +
        "another DATA_DIR (see docs/operations.md)",
    ]);
  }
  if (missing.length > 0) {
    throw new EnvError([
      `DATA_DIR: ${files} is no whole database, ${missing.join(", ")} ` +
        `${missing.length > 1 ? "are" : "is"} missing; restore the folder from a copy, or move it ` +
        "away to begin with an empty one",
    ]);
  }
}
