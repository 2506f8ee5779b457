import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Counts */
/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} VitestTest */
/** @typedef {{ name: string, status: string, message: string, assertionResults: VitestTest[] }} VitestFile */
/** @typedef {{ title: string, file: string, ok: boolean, tests: { results: { error?: { message?: string } }[] }[] }} PlaywrightSpec */
/** @typedef {{ suites?: PlaywrightSuite[], specs?: PlaywrightSpec[] }} PlaywrightSuite */

/**
 * Says again at the end what failed: the beginning of a long log is not kept everywhere.
 * @param {Counts} counts
 */
export function sayFailures({ failures = [] }) {
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}`);
}

/** @param {string} file @param {string} test @param {string} [message] */
const describeFailure = (file, test, message = "") =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  `  ${relative(process.cwd(), file)} › ${test}: ${message.replace(/\x1b\[[\d;]*m/g, "").split("\n", 1)[0]}`;

/**
 * A file that fails without a failed test, because it does not load or prepare, counts as one.
 * @param {string} file written by Vitest's JSON reporter @returns {Counts}
 */
export function readVitestCounts(file) {
  const report = readReport(file);
  const files = /** @type {VitestFile[]} */ (report?.testResults ?? []);
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + broken.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    failures: [
      ...broken.map(({ name, message }) => describeFailure(name, "preparation", message)),
      ...files.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === "failed")
          .map((test) => describeFailure(name, test.fullName, test.failureMessages?.[0])),
      ),
    ],
  };
}

/** @param {string} file written by Playwright's JSON reporter @returns {Counts} */
export function readPlaywrightCounts(file) {
  const report = readReport(file);
  const stats = report?.stats;
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
    failures: listSpecs(report ?? {})
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) =>
        describeFailure(
          resolve(report.config?.rootDir ?? "", file),
          title,
          tests.flatMap(({ results }) => results)[0]?.error?.message,
        ),
      ),
  };
}

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const listSpecs = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(listSpecs)];

/**
 * A run that ended badly without naming a failed test still counts as one failure.
 * @param {Counts} counts @param {number} exitCode @returns {Counts}
 */
export function countExit(counts, exitCode) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {Counts[]} all @returns {Counts} */
export function addCounts(all) {
  const sum = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
  for (const { passed, failed, skipped, failures = [] } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    sum.failures.push(...failures);
  }
  return sum;
}

/** @param {string} file @returns {any} undefined when the run did not get as far as a report */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
    return undefined;
  }
}
