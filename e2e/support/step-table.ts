import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Prints, after a run, how long each step of each provider's scenario took, in seconds. */
export default class StepTable implements Reporter {
  private readonly rows: Record<string, Record<string, number>> = {};

  onTestEnd(test: TestCase, { steps }: TestResult): void {
    if (!test.location.file.endsWith("adapters.spec.ts")) return;
    const named = steps.filter(({ category }) => category === "test.step");
    this.rows[test.title] = Object.fromEntries(
      named.map(({ title, duration }) => [title, Number((duration / 1_000).toFixed(1))]),
    );
  }

  onEnd(): void {
    if (Object.keys(this.rows).length > 0) console.table(this.rows);
  }
}
