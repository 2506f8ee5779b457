import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

const NEEDED = 24; // major version: it runs TypeScript as it is

const ownMajor = Number(process.versions.node.split(".")[0]);
const platformPackage = `node-${process.platform}-${process.arch}`;

/** Throws a problem when neither this Node nor a package for this platform can run the app. */
export function checkNode() {
  if (ownMajor >= NEEDED) return;
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (optionalDependencies?.[platformPackage]) return;
  throw problem(
    `Node ${NEEDED} or newer is needed on ${process.platform} ${process.arch}; this is ` +
      `${process.version}. Install it from https://nodejs.org`,
  );
}

/** The Node that runs the app: this one if it is new enough, else the one among the dependencies. */
export function nodeBinary() {
  const found = findNode();
  if (found) return found;
  throw problem(`${platformPackage} is not installed: npm ci --ignore-scripts --include=optional`);
}

/** The same, or undefined where it is not installed yet. @returns {string | undefined} */
export function findNode() {
  if (ownMajor >= NEEDED) return process.execPath;
  const binary = join(root, "node_modules", platformPackage, "bin", "node");
  return existsSync(binary) ? binary : undefined;
}
