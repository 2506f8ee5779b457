import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

const NEEDED = 24; // major version: it runs TypeScript as it is

/** The project, seen from the root, that brings a Node to a machine whose own is older. */
export const NODE_PROJECT = join("scripts", "node");

const ownMajor = Number(process.versions.node.split(".")[0]);
const platformPackage = `node-${process.platform}-${process.arch}`;
const broughtBinary = join(root, NODE_PROJECT, "node_modules", platformPackage, "bin", "node");

/** Throws a problem when neither this Node nor a package for this platform can run the app. */
export function checkNode() {
  if (ownMajor >= NEEDED) return;
  const file = join(root, NODE_PROJECT, "package.json");
  const { optionalDependencies } = JSON.parse(readFileSync(file, "utf8"));
  if (optionalDependencies[platformPackage]) return;
  throw problem(
    `Node ${NEEDED} or newer is needed on ${process.platform} ${process.arch}; this is ` +
      `${process.version}. Install it from https://nodejs.org`,
  );
}

/** Whether a Node has to be brought, or has been: it can have become stale since. */
export function isNodeBrought() {
  return ownMajor < NEEDED || findBroughtNode() !== undefined;
}

/** The Node that was brought, if one was. @returns {string | undefined} */
export function findBroughtNode() {
  return existsSync(broughtBinary) ? broughtBinary : undefined;
}

/** The Node that runs the app: this one if it is new enough, else the one that was brought. */
export function nodeBinary() {
  const found = findNode();
  if (found) return found;
  throw problem(`${platformPackage} is not installed: npm ci --prefix ${NODE_PROJECT}`);
}

/** The same, or undefined where it is not installed yet. @returns {string | undefined} */
export function findNode() {
  return ownMajor >= NEEDED ? process.execPath : findBroughtNode();
}
