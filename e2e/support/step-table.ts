import { basename } from "node:path";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Type of the annotation that holds, as JSON, the bytes of JavaScript by provider and path. */
export const FIRST_LOAD = "first load";

/** How the step of a further way to sign in begins. */
export const WAY_IN = "sign in by ";

/** Prints, after a run, how long each step of each provider's scenario took, in seconds, and what script its chat loads. */
export default class StepTable implements Reporter {
  private readonly seconds: Record<string, Record<string, number>> = {};
  private readonly ways: Record<string, Record<string, number>> = {};
  private readonly script: Record<string, Record<string, number>> = {};

  onTestEnd(test: TestCase, { steps, duration, annotations }: TestResult): void {
    for (const { type, description = "" } of annotations) {
      if (type === FIRST_LOAD) this.addScript(JSON.parse(description));
    }
    if (basename(test.location.file) !== "journey.spec.ts") return;
    const named = steps.filter(({ category }) => category === "test.step");
    const provider = test.tags.join().replace("@", "");
    const isWay = ({ title }: { title: string }) => title === "sign in" || title.startsWith(WAY_IN);
    const usual = named.filter((step) => step.title === "sign in" || !isWay(step));
    this.seconds[provider] = tabulate([...usual, { title: "in all", duration }]);
    this.ways[provider] = tabulate(named.filter(isWay));
  }

  onEnd(): void {
    if (Object.keys(this.seconds).length > 0) {
      console.log("Seconds of each step:");
      console.table(this.seconds);
      console.log("Seconds of each way to sign in:");
      console.table(this.ways);
    }
    if (Object.keys(this.script).length > 0) {
      console.log("JavaScript that the chat page loads first:");
      console.table(this.script);
    }
  }

  private addScript(byProvider: Record<string, Record<string, number>>): void {
    for (const [provider, scripts] of Object.entries(byProvider)) {
      const sizes = Object.values(scripts);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      this.script[provider] = { files: sizes.length, kilobytes: round(bytes) };
    }
  }
}

/** Thousands, to one decimal. */
const round = (value: number) => Number((value / 1_000).toFixed(1));

const tabulate = (steps: { title: string; duration: number }[]) =>
  Object.fromEntries(
    steps.map(({ title, duration }) => [title.replace(WAY_IN, ""), round(duration)]),
  );
