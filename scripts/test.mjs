// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale } from "./lib/build.mjs";
import { findBrowser } from "./lib/find-browser.mjs";
import { findPostgres } from "./lib/find-postgres.mjs";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { isProblem, problem, runMain, stopped } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";
import {
  addCounts,
  countExit,
  readPlaywrightCounts,
  readVitestCounts,
  sayFailures,
} from "./lib/test-counts.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C
const WITHOUT_POSTGRES = [
  "the storage tests on PostgreSQL",
  "the tests of Neon's driver and provider",
].map((tests) => `${tests}: there is no PostgreSQL here; POSTGRES_BIN names its bin folder`);

/** Whole seconds of each stage, in the order in which they ran. @type {Record<string, number>} */
const seconds = {};

/** Checks, then runs the tests. The last line has the sum; returns the exit code. */
async function test() {
  const { values } = parseArgs({
    options: {
      // What takes long, too.
      all: { type: "boolean", default: false },
      // Nothing is installed on the machine: what needs it is skipped.
      "no-install": { type: "boolean", default: false },
    },
  });
  const reports = mkdtempSync(join(tmpdir(), "tambo-users-reports-"));
  try {
    await prepare();
    const missing = await stage("programs", () => findPrograms(!values["no-install"]));
    return conclude(await runTests(reports, values.all), missing);
  } catch (error) {
    if (!isProblem(error)) throw error;
    console.error(error.message);
    return conclude([{ passed: 0, failed: 1, skipped: 0 }], []);
  } finally {
    rmSync(reports, { recursive: true });
  }
}

/** What must be in order before a test can say something; the cheap things come first. */
async function prepare() {
  checkNode();
  forgetSettings();
  await stage("packages", () => installIfStale({ all: true }));
  await stage("lint", () => check("node_modules/@biomejs/biome/bin/biome", ["check"]));
  // tsc reads the route types that the build writes; old ones would name pages that are gone.
  await stage("build", () => buildIfStale());
  await stage("types", () =>
    check("node_modules/typescript/bin/tsc", ["--noEmit", "--noUncheckedIndexedAccess"]),
  );
}

/**
 * Tells the tests where the browser and the database are. Returns what has to be skipped, and why.
 * @param {boolean} install
 */
async function findPrograms(install) {
  const postgres = findPostgres();
  if (postgres) process.env.POSTGRES_BIN = postgres;
  const skipped = postgres ? [] : WITHOUT_POSTGRES;
  try {
    process.env.CHROMIUM_PATH = await findBrowser({ install });
    return skipped;
  } catch (error) {
    if (install || !isProblem(error)) throw error;
    return [...skipped, `the tests in the browser: ${error.message}`];
  }
}

/** @param {string} reports a folder for the reporters' files @param {boolean} all */
async function runTests(reports, all) {
  const vitest = join(reports, "vitest.json");
  const playwright = join(reports, "playwright.json");
  if (all) process.env.TEST_ALL = "1";
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${vitest}`];
  const unit = await stage("unit", () =>
    runNode(["node_modules/vitest/vitest.mjs", "run", ...reporters]),
  );
  const counts = [countExit(readVitestCounts(vitest), unit)];
  if (!process.env.CHROMIUM_PATH) return counts;
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = playwright;
  const left = `--grep-invert=${all ? "@pictures" : "@pictures|@all"}`;
  const browser = await stage("browser", () =>
    runNode([
      "node_modules/@playwright/test/cli.js",
      "test",
      "--config=e2e/playwright.config.ts",
      left,
    ]),
  );
  return [...counts, countExit(readPlaywrightCounts(playwright), browser)];
}

/** @param {string} script @param {string[]} args */
async function check(script, args) {
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

/** @template Result @param {string} name @param {() => Promise<Result>} act */
async function stage(name, act) {
  const start = performance.now();
  try {
    return await act();
  } finally {
    seconds[name] = Math.round((performance.now() - start) / 1000);
  }
}

/**
 * @param {import("./lib/test-counts.mjs").Counts[]} counts
 * @param {string[]} missing what was skipped as a whole
 */
function conclude(counts, missing) {
  const sum = addCounts(counts);
  sayFailures(sum);
  const { passed, failed, skipped } = sum;
  const reasons = missing.length > 0 ? ` (${missing.join("; ")})` : "";
  const stages = Object.entries(seconds).map(([name, time]) => `${name} ${time} s`);
  console.log(`\n${stages.join(", ")}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped + missing.length} skipped${reasons}`);
  return failed === 0 ? 0 : 1;
}

await runMain(test, { codeWhenStopped: INTERRUPTED });
