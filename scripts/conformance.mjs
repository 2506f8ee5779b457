import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale } from "./lib/build.mjs";
import { findBrowser } from "./lib/find-browser.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { problem, runMain, stopped } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";
import {
  addCounts,
  countExit,
  readPlaywrightCounts,
  readVitestCounts,
  sayFailures,
} from "./lib/test-counts.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C
/** What the suite has to know of a backend that it did not start; each option gives one variable. */
const OPTIONS = ["url", "api-key", "secret-key", "other-api-key"];
const USERS = 2;
const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--project=protocol"];
const PLAYWRIGHT = [
  "node_modules/@playwright/test/cli.js",
  "test",
  "--config=e2e/playwright.config.ts",
  "e2e/protocol",
];

/** Tries the protocol's statements on the backend that the options name, or on ours. The last line has the sum. */
async function conform() {
  const variables = readOptions();
  checkNode();
  await installIfStale({ all: true });
  process.env.CHROMIUM_PATH = await findBrowser();
  Object.assign(process.env, variables);
  const reports = mkdtempSync(join(tmpdir(), "tambo-users-reports-"));
  try {
    const vitest = join(reports, "vitest.json");
    const toVitest = ["--reporter=default", "--reporter=json", `--outputFile.json=${vitest}`];
    const http = await runNode([...VITEST, ...toVitest]);
    if (!variables.PROTOCOL_URL) await buildIfStale();
    const playwright = join(reports, "playwright.json");
    process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = playwright;
    const browser = await runNode(PLAYWRIGHT);
    const sum = addCounts([
      countExit(readVitestCounts(vitest), http),
      countExit(readPlaywrightCounts(playwright), browser),
    ]);
    sayFailures(sum);
    const { passed, failed, skipped } = sum;
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true });
  }
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function runNode(args) {
  const ended = await runChild(nodeBinary(), args);
  if (ended.stopped) throw stopped();
  return ended.code;
}

/** @returns {Record<string, string>} */
function readOptions() {
  const texts = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }]));
  const options = /** @type {Record<string, { type: "string", multiple?: boolean }>} */ ({
    ...texts,
    "subject-token": { type: "string", multiple: true },
  });
  // Not strict: what is misspelt then counts as missing, which is said in words.
  const { values } = parseArgs({ options, strict: false });
  const given = Object.keys(values);
  if (given.length === 0) return {};
  const tokens = /** @type {string[]} */ (values["subject-token"] ?? []);
  const missing = OPTIONS.filter((name) => !values[name]);
  if (tokens.length !== USERS) missing.push("subject-token (twice, for two users)");
  if (missing.length > 0) throw problem(`For another backend give also --${missing.join(", --")}`);
  const named = OPTIONS.map((name) => [toVariable(name), String(values[name])]);
  const numbered = tokens.map((token, index) => [`PROTOCOL_SUBJECT_TOKEN_${index + 1}`, token]);
  return Object.fromEntries([...named, ...numbered]);
}

/** @param {string} option */
function toVariable(option) {
  return `PROTOCOL_${option.toUpperCase().replaceAll("-", "_")}`;
}

await runMain(conform, { codeWhenStopped: INTERRUPTED });
