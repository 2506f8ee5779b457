import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { runStep } from "./run-step.mjs";

/** Installs what the lockfile names, unless that is what node_modules holds already. */
export async function installIfStale() {
  if (!isStale()) return;
  // --include: NODE_ENV=production in the environment would leave out what the build needs.
  const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional"];
  await runStep("Installing packages", "npm", [...args, "--no-audit", "--no-fund"]);
}

/** npm writes what it installed to node_modules/.package-lock.json as its last act. */
function isStale() {
  const installedFile = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return true;
  const installed = readPackages(installedFile);
  const wanted = readPackages(join(root, "package-lock.json"));
  return Object.entries(wanted).some(([path, entry]) => {
    if (path === "") return false;
    const found = installed[path];
    // Optional packages are left out where they are for another platform.
    if (!found) return !entry.optional;
    return found.version !== entry.version || found.integrity !== entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
