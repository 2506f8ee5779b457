import { execFileSync } from "node:child_process";
import { API_KEY } from "../../e2e/support/api.ts";
import type { App } from "./app.ts";

const AT_REST = 200; // runs
const MEMORY_STEP = 1_000; // runs
const ALL_RUNS = 10_000;
const AT_ONCE = 8;

interface Run {
  /** Milliseconds from the request to the first event. */
  firstEvent: number;
  events: number;
}

export interface RunFigures {
  perSecond: number;
  /** Milliseconds to the first event, p50 and p99. */
  p50: number;
  p99: number;
  events: number;
}

/** Runs of an instant model, one at a time: how soon a user sees that something happens. */
export async function measureAtRest(app: App): Promise<RunFigures> {
  await runMany(app, AT_REST, 1);
  return runMany(app, AT_REST, 1);
}

/** 10,000 runs, eight at once; `onStep` is called after each thousand. */
export async function measureUnderLoad(
  app: App,
  onStep: (runs: number) => void,
): Promise<RunFigures[]> {
  const figures: RunFigures[] = [];
  for (let runs = MEMORY_STEP; runs <= ALL_RUNS; runs += MEMORY_STEP) {
    figures.push(await runMany(app, MEMORY_STEP, AT_ONCE));
    onStep(runs);
  }
  return figures;
}

async function runMany(app: App, count: number, atOnce: number): Promise<RunFigures> {
  const runs: Run[] = [];
  let left = count;
  const startedAt = performance.now();
  const work = async () => {
    while (left-- > 0) runs.push(await runOnce(app));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  const waits = runs.map(({ firstEvent }) => firstEvent).sort((a, b) => a - b);
  const at = (share: number) => Number(waits[Math.floor(waits.length * share)]?.toFixed(1));
  return {
    perSecond: Math.round(count / seconds),
    p50: at(0.5),
    p99: at(0.99),
    events: runs[0]?.events ?? 0,
  };
}

/** A user's first message, which makes a thread, and the whole answer. */
async function runOnce({ url, accessToken }: App): Promise<Run> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/threads/runs`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${accessToken}`,
      "x-api-key": API_KEY,
      "content-type": "application/json",
    },
    body: JSON.stringify({ message: { role: "user", content: [{ type: "text", text: "hello" }] } }),
  });
  if (!response.ok || !response.body) throw new Error(`run: ${response.status}`);
  let firstEvent: number | undefined;
  let text = "";
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    firstEvent ??= performance.now() - startedAt;
    text += part;
  }
  if (!text.includes("RUN_FINISHED")) throw new Error(`run: no end in ${text.slice(-500)}`);
  return { firstEvent: firstEvent ?? Number.NaN, events: text.match(/^data: /gm)?.length ?? 0 };
}

export const MEGABYTE = 1_000_000;

/** Resident bytes of a process. */
export function readMemory(pid: number): number {
  return Number(readProcess(pid, "rss")) * 1_024;
}

/** Seconds that a process has worked, whole ones on Linux. */
export function readCpu(pid: number): number {
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = readProcess(pid, "time")
    .split(/[:-]/)
    .map(Number)
    .reverse();
  return seconds + 60 * (minutes + 60 * (hours + 24 * days));
}

function readProcess(pid: number, field: string): string {
  return execFileSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" });
}
