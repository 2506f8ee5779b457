import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runStep } from "../lib/run-step.mjs";
import type { App } from "./app.ts";

/** Not among the packages: it is a third as large as all of them together. */
const CLI = "lighthouse@13.5.0";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

export interface PageFigures extends Record<(typeof CATEGORIES)[number], number> {
  /** Milliseconds. */
  lcp: number;
  tbt: number;
  /** JavaScript over the wire. */
  kB: number;
}

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: {
    "largest-contentful-paint": { numericValue: number };
    "total-blocking-time": { numericValue: number };
    "network-requests": { details: { items: { resourceType: string; transferSize: number }[] } };
  };
}

/** Has Lighthouse load a page as on its phone, with the user's session or without. */
export async function runLighthouse(
  app: App,
  { path, isSignedIn }: { path: string; isSignedIn: boolean },
  { label, folder, browser }: { label: string; folder: string; browser: string },
): Promise<PageFigures> {
  const [report, headers] = [join(folder, "report.json"), join(folder, "headers.json")];
  writeFileSync(headers, JSON.stringify(isSignedIn ? { cookie: app.cookie } : {}));
  const isRoot = process.getuid?.() === 0;
  const options = [
    "--quiet",
    "--output=json",
    `--output-path=${report}`,
    `--extra-headers=${headers}`,
    `--only-categories=${CATEGORIES.join(",")}`,
    `--chrome-flags=--headless${isRoot ? " --no-sandbox" : ""}`,
  ];
  const command = ["npx", "--yes", `--package=${CLI}`, "--", "lighthouse", `${app.url}${path}`];
  await runStep(label, [[...command, ...options]], {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    CHROME_PATH: browser,
  });
  return readReport(JSON.parse(readFileSync(report, "utf8")));
}

function readReport({ categories, audits }: Report): PageFigures {
  const scores = CATEGORIES.map((name) => [
    name,
    Math.round((categories[name]?.score ?? Number.NaN) * 100),
  ]);
  const scripts = audits["network-requests"].details.items.filter(
    ({ resourceType }) => resourceType === "Script",
  );
  return {
    ...(Object.fromEntries(scores) as Record<(typeof CATEGORIES)[number], number>),
    lcp: Math.round(audits["largest-contentful-paint"].numericValue),
    tbt: Math.round(audits["total-blocking-time"].numericValue),
    kB: Math.round(scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1_000),
  };
}
