import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfStale } from "../lib/build.mjs";
import { findBrowser } from "../lib/find-browser.mjs";
import { runMain } from "../lib/problem.mjs";
import { type App, startApp } from "./app.ts";
import { type PageFigures, runLighthouse } from "./lighthouse.ts";
import { measureLongThread } from "./long-thread.ts";

const ROUNDS = 3;
const GOALS = { score: 95, lcp: 1_500, tbt: 150 };
const PAGES = {
  landing: { path: "/", isSignedIn: false },
  "sign-in": { path: "/sign-in", isSignedIn: false },
  "sign-up": { path: "/sign-up", isSignedIn: false },
  chat: { path: "/", isSignedIn: true },
  account: { path: "/account", isSignedIn: true },
  settings: { path: "/settings/user-authentication", isSignedIn: true },
};

/** Medians, by page. The rounds go through all pages, so that a busy moment of the machine is not one page's. */
async function measurePages(app: App, browser: string): Promise<Record<string, PageFigures>> {
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-lighthouse-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const rounds: Record<string, PageFigures[]> = {};
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [name, page] of Object.entries(PAGES)) {
      const label = `Loading ${name}, round ${round} of ${ROUNDS}`;
      const figures = await runLighthouse(app, page, { label, folder, browser });
      rounds[name] = [...(rounds[name] ?? []), figures];
    }
  }
  return Object.fromEntries(
    Object.entries(rounds).map(([name, figures]) => [name, mediansOf(figures)]),
  );
}

function mediansOf(figures: PageFigures[]): PageFigures {
  const names = Object.keys(figures[0] ?? {}) as (keyof PageFigures)[];
  const medianOf = (name: keyof PageFigures) =>
    figures.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(figures.length / 2)];
  return Object.fromEntries(names.map((name) => [name, medianOf(name)])) as unknown as PageFigures;
}

/** What of a page's figures is worse than it may be. */
function listMissed(page: string, { lcp, tbt, kB: _, ...scores }: PageFigures): string[] {
  return [
    ...Object.entries(scores)
      .filter(([, score]) => !(score >= GOALS.score))
      .map(([name, score]) => `${page}: ${name} ${score}, not ${GOALS.score}`),
    ...(lcp > GOALS.lcp ? [`${page}: LCP ${lcp} ms, not ${GOALS.lcp}`] : []),
    ...(tbt > GOALS.tbt ? [`${page}: TBT ${tbt} ms, not ${GOALS.tbt}`] : []),
  ];
}

async function check(): Promise<number> {
  // `exit` handlers remove what was made for the run.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  await buildIfStale();
  const browser = await findBrowser();
  const app = await startApp();
  try {
    const [load = 0] = loadavg();
    console.log(`${cpus().length} cores, load ${load.toFixed(1)}, medians of ${ROUNDS}`);
    const pages = await measurePages(app, browser);
    console.table(pages);
    const activities = await measureLongThread(app, browser);
    console.log("A thread of 300 answers, 40 with a component");
    console.table(activities);
    const missed = [
      ...Object.entries(pages).flatMap(([page, figures]) => listMissed(page, figures)),
      ...activities
        .filter(({ longTasks }) => longTasks > 0)
        .map(({ during, longTasks }) => `${during}: ${longTasks} long tasks, not 0`),
    ];
    for (const line of missed) console.log(line);
    console.log(missed.length > 0 ? "Worse than they may be." : "As good as they may be.");
    return missed.length > 0 ? 1 : 0;
  } finally {
    await app.stop();
  }
}

await runMain(check, { codeWhenStopped: 130 });
