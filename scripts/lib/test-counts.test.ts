import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import {
  addCounts,
  countExit,
  readPlaywrightCounts,
  readVitestCounts,
  sayFailures,
} from "./test-counts.mjs";

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
  expect(addCounts([vitest, playwright])).toMatchObject({ passed: 13, failed: 3, skipped: 4 });
});

test("counts a file that does not load as one failure", () => {
  const testResults = [
    {
      name: "a.test.ts",
      status: "failed",
      assertionResults: [
        {
          fullName: "adds",
          status: "failed",
          failureMessages: ["\u001b[31m1 is not 2\u001b[0m\n at"],
        },
      ],
    },
    {
      name: "b.test.ts",
      status: "failed",
      message: "no database",
      assertionResults: [{ status: "skipped" }],
    },
    { name: "c.test.ts", status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  const totals = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
  const counts = readVitestCounts(report({ ...totals, testResults }));
  expect(counts.failed).toBe(2);
  expect(counts.failures).toEqual([
    "  b.test.ts › preparation: no database",
    "  a.test.ts › adds: 1 is not 2",
  ]);
});

test("says again which test of a page failed", () => {
  const failed = {
    title: "signs in",
    file: "a.spec.ts",
    ok: false,
    tests: [{ results: [{ error: { message: "no button\nat" } }] }],
  };
  const suites = [{ specs: [{ ok: true }], suites: [{ specs: [failed] }] }];
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  sayFailures(addCounts([readPlaywrightCounts(report({ suites }))]));
  sayFailures(addCounts([readPlaywrightCounts(report({}))]));
  expect(log.mock.calls).toEqual([["\nFailed:\n  a.spec.ts › signs in: no button"]]);
  log.mockRestore();
});

test("counts a run that ended badly without a report as one failure", () => {
  const counts = readPlaywrightCounts(join(directory, "absent.json"));
  expect(countExit(counts, 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
});

test("counts a failed test once, though the run ended badly too", () => {
  expect(countExit({ passed: 1, failed: 1, skipped: 0 }, 1).failed).toBe(1);
});
