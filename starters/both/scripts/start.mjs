// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const NEEDED = 24; // major version: it runs TypeScript as it is
const BROUGHT = `node-${process.platform}-${process.arch}`;
const INSTALLED = "node_modules/.package-lock.json";

function npm(...args) {
  const options = { stdio: "inherit", shell: process.platform === "win32" };
  const { status } = spawnSync("npm", [...args, "--no-audit", "--no-fund"], options);
  if (status !== 0) process.exit(status ?? 1);
}

/** This Node, or where it is too old, one that npm brings. */
function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED) return process.execPath;
  const path = `node_modules/${BROUGHT}/bin/node`;
  if (!existsSync(path)) npm("install", "--no-save", "--ignore-scripts", `${BROUGHT}@${NEEDED}`);
  return path;
}

const isFresh =
  existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync("package-lock.json").mtimeMs;
if (!isFresh) npm("ci", "--ignore-scripts", "--include=dev");

const [script = "", ...args] = process.argv.slice(2);
const child = spawn(findNode(), [script, ...args], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
