import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { addCounts, countExit, readPlaywrightCounts, readVitestCounts } from "./test-counts.mjs";

const directory = mkdtempSync(join(tmpdir(), "tambo-users-counts-"));
afterAll(() => rmSync(directory, { recursive: true }));

function report(content: unknown): string {
  const file = join(directory, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("adds up what both runners report", () => {
  const vitest = readVitestCounts(
    report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
  );
  const playwright = readPlaywrightCounts(
    report({ stats: { expected: 7, unexpected: 2, skipped: 1, flaky: 1 } }),
  );
  expect(addCounts([vitest, playwright])).toEqual({ passed: 13, failed: 3, skipped: 4 });
});

test("counts a file that does not load as one failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "failed", assertionResults: [{ status: "skipped" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  const totals = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
  expect(readVitestCounts(report({ ...totals, testResults })).failed).toBe(2);
});

test("counts a run that ended badly without a report as one failure", () => {
  const counts = readPlaywrightCounts(join(directory, "absent.json"));
  expect(countExit(counts, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("counts a failed test once, though the run ended badly too", () => {
  expect(countExit({ passed: 1, failed: 1, skipped: 0 }, 1).failed).toBe(1);
});
