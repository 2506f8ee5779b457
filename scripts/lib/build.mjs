import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ownSettings } from "./forget-settings.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { root } from "./root.mjs";
import { runStep } from "./run-step.mjs";
import { compressStatic, hintScripts } from "./static-files.mjs";

/** What stands beside the app and does not go into a build. Everything else at the root does. */
const NOT_BUILT = [
  "Dockerfile",
  "LICENSE",
  "compose.yaml",
  "docs",
  "e2e",
  "node_modules",
  "playwright-report",
  "scripts",
  "starters",
  "test",
  "test-results",
  "vitest.config.ts",
];
const NOT_BUILT_FILE = /(\.md|\.tsbuildinfo|\.test\.tsx?|^next-env\.d\.ts)$/;
/** The DATA_DIR of any run, this one's or another's, has a lock in it and changes all the time. */
const DATA_DIR_MARK = "lock.sqlite";

/** No build makes it: a test looks. */
export const BUILD_DATA_DIR = join(".next", "data-dir");

const stampFile = join(root, ".next", "build-stamp");

/** Builds the app, unless the build that is there was made from the same files. */
export async function buildIfStale() {
  if (readStamp() !== hashInputs()) await build();
}

/** Builds the app; only a build that succeeded is stamped. */
export async function build() {
  // Before the build, so that what is edited meanwhile makes it stale.
  const hash = hashInputs();
  rmSync(stampFile, { force: true });
  const command = [nodeBinary(), "node_modules/next/dist/bin/next", "build"];
  await runStep("Building", [command], buildEnvironment(hash));
  const files = join(root, ".next", "static");
  hintScripts(files);
  // There the network in front compresses.
  if (!process.env.VERCEL) await compressStatic(files);
  writeFileSync(stampFile, hash);
}

/**
 * What a build is given: none of the app's settings, since it serves with any, and no data to open.
 * @param {string} hash of what is built
 */
export function buildEnvironment(hash) {
  return {
    ...process.env,
    // Set to nothing, they keep out what an .env file says.
    ...Object.fromEntries(ownSettings().map((name) => [name, ""])),
    DATA_DIR: BUILD_DATA_DIR,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // Next names the build and, by this key, its server actions; at random if nobody says. It encrypts
    // nothing: a server sets its own, see server/boot.ts.
    BUILD_ID: hash,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(hash, "hex").toString("base64"),
  };
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, "utf8") : undefined;
}

/** Contents, not times: a clone or a change of branch gives every file a new time. */
export function hashInputs() {
  const hash = createHash("sha256");
  for (const file of listInputs()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** What goes into a build, of the names at the root. */
export function listBuilt() {
  return readdirSync(root).filter((name) => !name.startsWith(".") && !NOT_BUILT.includes(name));
}

/** Every file that goes into a build, absolute and sorted. */
export function listInputs() {
  return listBuilt()
    .flatMap((name) => listFiles(join(root, name)))
    .filter((file) => !NOT_BUILT_FILE.test(relative(root, file)))
    .sort();
}

/** @param {string} path @returns {string[]} */
function listFiles(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.isFile() ? [path] : [];
  const names = readdirSync(path);
  return names.includes(DATA_DIR_MARK) ? [] : names.flatMap((name) => listFiles(join(path, name)));
}
