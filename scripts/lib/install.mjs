import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findBroughtNode, isNodeBrought, NODE_PROJECT } from "./node-binary.mjs";
import { root } from "./root.mjs";
import { runStep } from "./run-step.mjs";

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean }} Package */

const QUIETLY = ["--ignore-scripts", "--no-audit", "--no-fund"];

/**
 * Installs what the lockfile names and node_modules does not hold: what the app needs, with `all`
 * also what only tests, emulators and the bench do; and a Node where this one is too old.
 * @param {{ all?: boolean }} [options]
 */
export async function installIfStale({ all = false } = {}) {
  const programs = [listPackageArgs(all), listNodeArgs()].filter((args) => args !== undefined);
  if (programs.length > 0) {
    const commands = programs.map((args) => ["npm", ...args, ...QUIETLY]);
    await runStep(all ? "Installing all packages" : "Installing packages", commands);
  }
  linkNode();
}

/** What npm is to do, if anything. @param {boolean} all */
function listPackageArgs(all) {
  const { wanted, installed } = readProject(".");
  const withTools = all || Object.values(installed).some(({ dev }) => dev);
  const missing = Object.keys(wanted).filter(
    (path) => (withTools || !wanted[path]?.dev) && !isInstalled(path, wanted, installed),
  );
  if (missing.length === 0) return undefined;
  // `npm ci` begins by deleting everything, which only a wrong package is worth.
  const paths = Object.keys(installed);
  const isRight = paths.length > 0 && paths.every((path) => isSame(wanted[path], installed[path]));
  // Said either way: NODE_ENV=production would leave the tools out, any other value bring them along.
  return [
    ...(isRight ? ["install", "--no-save"] : ["ci"]),
    `--${withTools ? "include" : "omit"}=dev`,
  ];
}

function listNodeArgs() {
  if (!isNodeBrought()) return undefined;
  const { wanted, installed } = readProject(NODE_PROJECT);
  const paths = Object.keys(wanted);
  // Every package is for one platform.
  if (paths.some((path) => isSame(wanted[path], installed[path]))) return undefined;
  return ["ci", "--prefix", NODE_PROJECT];
}

/** npm and npx look here first. Otherwise they would run any other tool on a Node that is too old. */
function linkNode() {
  const brought = findBroughtNode();
  const link = join(root, "node_modules", ".bin", "node");
  if (!brought || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(brought, link);
}

/** @param {string} path @param {Record<string, Package>} wanted @param {Record<string, Package>} installed */
function isInstalled(path, wanted, installed) {
  // Optional packages are left out where they are for another platform.
  return installed[path] ? isSame(wanted[path], installed[path]) : wanted[path]?.optional;
}

/** @param {Package} [one] @param {Package} [other] */
function isSame(one, other) {
  return one && other && one.version === other.version && one.integrity === other.integrity;
}

/** npm writes what it installed to node_modules/.package-lock.json as its last act. @param {string} folder */
function readProject(folder) {
  return {
    wanted: readPackages(join(root, folder, "package-lock.json")),
    installed: readPackages(join(root, folder, "node_modules", ".package-lock.json")),
  };
}

/** @param {string} file @returns {Record<string, Package>} */
function readPackages(file) {
  if (!existsSync(file)) return {};
  const { "": _project, ...packages } = JSON.parse(readFileSync(file, "utf8")).packages;
  return packages;
}
