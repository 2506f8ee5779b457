import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { EnvError, isEnvError } from "#lib/base/env.ts";

/** The PostgreSQL inside PGlite. Files of another one are not read. */
export const POSTGRES_MAJOR = "18";

const MEGABYTE = 1_048_576; // bytes
/** Free space below which nothing is written but what must not be lost. */
export const LEAST_FREE = 64 * MEGABYTE;
/** Free space below which nothing is written at all: the engine does not survive a full disk, and makes files of 16 MB. */
export const RESERVE = 32 * MEGABYTE;
/** What a new database takes, and room to write. */
const NEW_DATABASE = 128 * MEGABYTE;

/** Some of what every database has; without it the engine ends with an error that explains nothing. */
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
 * The folder of DATA_DIR with the database, whole as far as can be seen. A new one is made beside it
 * and moved there once it is complete, so that a kill leaves none or a whole one. Throws EnvError
 * where there is no opening it.
 */
export async function prepareFiles(
  directory: string,
  make: (files: string) => Promise<void>,
): Promise<string> {
  const files = pathOf(directory);
  const unfinished = `${files}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  if (isNew(files)) {
    await make(unfinished);
    rmSync(files, { recursive: true, force: true });
    renameSync(unfinished, files);
  }
  refuseFlaw(files);
  // PGlite does not follow a link, which may lead to a larger disk.
  return realpathSync(files);
}

const pathOf = (directory: string) => join(directory, "pglite");

function isNew(files: string): boolean {
  if (!existsSync(files)) return true;
  return statSync(files).isDirectory() && readdirSync(files).length === 0;
}

/** The one line for whatever goes wrong while the database of DATA_DIR is opened. */
export function cannotOpen(directory: string, error: unknown): EnvError {
  if (isEnvError(error)) return error;
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : undefined;
  return new EnvError([
    `DATA_DIR: the database in ${pathOf(directory)} cannot be opened (${reason || "its files are damaged"}); ` +
      "restore the folder from a copy, or move it away to begin with an empty one",
  ]);
}

/** Throws EnvError where DATA_DIR has too little room for its database to be opened, or to be made. */
export function refuseFullDisk(directory: string): void {
  const needed = isNew(pathOf(directory)) ? NEW_DATABASE : RESERVE;
  const free = freeBytes(directory);
  if (free >= needed) return;
  throw new EnvError([
    `DATA_DIR: ${directory} is on a disk with ${inMegabytes(free)} left, and the database needs ` +
      `${inMegabytes(needed)}; free some, or set another DATA_DIR`,
  ]);
}

function refuseFlaw(files: string): void {
  const missing = PARTS.filter((part) => !existsSync(join(files, part)));
  const version = missing.includes("PG_VERSION")
    ? undefined
    : readFileSync(join(files, "PG_VERSION"), "utf8").trim();
  // Anything else is damage, of which the engine tells.
  if (version && /^\d{1,3}$/.test(version) && version !== POSTGRES_MAJOR) {
    throw new EnvError([
      `DATA_DIR: the database in ${files} is of PostgreSQL ${version}, and this version of the app ` +
        `reads PostgreSQL ${POSTGRES_MAJOR}; export it with the version that wrote it, or set ` +
        "another DATA_DIR (see “Take the embedded database along” in the README)",
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
