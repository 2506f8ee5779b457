// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfStale } from "./lib/build.mjs";
import { findBrowser } from "./lib/find-browser.mjs";
import { findOrInstallPostgres } from "./lib/find-postgres.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { isProblem, problem, runMain, stopped } from "./lib/problem.mjs";
import { root } from "./lib/root.mjs";
import { runChild } from "./lib/run-child.mjs";
import {
  addCounts,
  countExit,
  readPlaywrightCounts,
  readVitestCounts,
} from "./lib/test-counts.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C
const WITHOUT_POSTGRES = [
  "the storage tests on PostgreSQL",
  "the storage tests on Neon's driver",
  "the provider Neon in the browser",
].map((tests) => `${tests}: no PostgreSQL here; POSTGRES_BIN names its bin folder`);

/** Checks, then runs every test. The last line has the sum; returns the exit code. */
async function test() {
  const reports = mkdtempSync(join(tmpdir(), "tambo-users-reports-"));
  try {
    const skipped = await prepare();
    return conclude(await runTests(reports), skipped);
  } catch (error) {
    if (!isProblem(error)) throw error;
    console.error(error.message);
    return conclude([{ passed: 0, failed: 1, skipped: 0 }], []);
  } finally {
    rmSync(reports, { recursive: true });
  }
}

/**
 * Everything that must be in order before a test can say something. The cheap things come first.
 * Returns what will be skipped, each with its reason.
 */
async function prepare() {
  checkNode();
  forgetSettings();
  await installIfStale();
  await run("node_modules/@biomejs/biome/bin/biome", ["check"]);
  // tsc reads the route types that the build writes; old ones would name pages that are gone.
  await buildIfStale();
  await run("node_modules/typescript/bin/tsc", ["--noEmit"]);
  process.env.CHROMIUM_PATH = await findBrowser();
  const postgres = await findOrInstallPostgres();
  if (!postgres) return WITHOUT_POSTGRES;
  process.env.POSTGRES_BIN = postgres;
  return [];
}

/** A developer's own settings must not decide how the tests end. `.env.example` names them all. */
function forgetSettings() {
  const example = readFileSync(join(root, ".env.example"), "utf8");
  for (const [, name] of example.matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)) {
    if (name) delete process.env[name];
  }
  // Names the backend of `npm run conformance`; here it is always a server of ours.
  delete process.env.PROTOCOL_URL;
}

/** @param {string} reports a folder for the reporters' files */
async function runTests(reports) {
  const vitest = join(reports, "vitest.json");
  const playwright = join(reports, "playwright.json");
  const unit = await runNode([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitest}`,
  ]);
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = playwright;
  const config = "--config=e2e/playwright.config.ts";
  const e2e = await runNode(["node_modules/@playwright/test/cli.js", "test", config]);
  return [
    countExit(readVitestCounts(vitest), unit),
    countExit(readPlaywrightCounts(playwright), e2e),
  ];
}

/** @param {string} script @param {string[]} args */
async function run(script, args) {
  const name = script.slice(script.lastIndexOf("/") + 1);
  const code = await runNode([script, ...args]);
  if (code !== 0) throw problem(`${name} found the problems above; no test was run.`);
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function runNode(args) {
  const ended = await runChild(nodeBinary(), args);
  if (ended.stopped) throw stopped();
  return ended.code;
}

/**
 * @param {import("./lib/test-counts.mjs").Counts[]} counts
 * @param {string[]} left what was skipped as a whole
 */
function conclude(counts, left) {
  const { passed, failed, skipped } = addCounts(counts);
  const reasons = left.length > 0 ? ` (${left.join("; ")})` : "";
  console.log(`${passed} passed, ${failed} failed, ${skipped + left.length} skipped${reasons}`);
  return failed === 0 ? 0 : 1;
}

await runMain(test, { codeWhenStopped: INTERRUPTED });
