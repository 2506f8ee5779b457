import { cpus } from "node:os";
import autocannon from "autocannon";
import { startApp } from "./lib/bench-app.ts";
import { startBare } from "./lib/bench-bare.ts";
import type { Servers, Target } from "./lib/bench-servers.ts";
import { buildIfStale } from "./lib/build.mjs";
import { runMain } from "./lib/problem.mjs";

const CONNECTIONS = 16;
const WARM_UP = 2; // seconds
const MEASURED = 8; // seconds

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
}

async function measure(name: string, target: Target): Promise<Figures> {
  await autocannon({ ...target, connections: CONNECTIONS, duration: WARM_UP });
  const result = await autocannon({ ...target, connections: CONNECTIONS, duration: MEASURED });
  const failed = result.errors + result.non2xx;
  if (failed > 0) throw new Error(`${name}: ${failed} requests failed`);
  return {
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

async function measureAll({ targets }: Servers): Promise<Record<string, Figures>> {
  const figures: Record<string, Figures> = {};
  for (const [name, target] of Object.entries(targets)) {
    figures[name] = await measure(name, target);
  }
  return figures;
}

function printTable(app: Record<string, Figures>, bare: Record<string, Figures>): void {
  const rows = Object.entries(app).map(([name, ours]) => {
    const floor = bare[name === "token exchange" ? "exchange" : "verify"];
    if (!floor) throw new Error("the bare server was not measured");
    return {
      operation: name,
      "req/s": ours.perSecond,
      "p50 ms": ours.p50,
      "p99 ms": ours.p99,
      "bare req/s": floor.perSecond,
      "bare p50": floor.p50,
      "bare p99": floor.p99,
      ratio: Number((ours.perSecond / floor.perSecond).toFixed(3)),
    };
  });
  console.table(rows);
}

/** Measures the app and the bare server one after the other, and prints one table. */
async function bench(): Promise<number> {
  // `exit` handlers remove what was made for the run.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  await buildIfStale();
  const cores = cpus().length;
  console.log(`${CONNECTIONS} connections, ${MEASURED} s each, ${cores} cores, ${process.version}`);
  const measured: Record<string, Figures>[] = [];
  for (const start of [startApp, startBare]) {
    const servers = await start();
    try {
      measured.push(await measureAll(servers));
    } finally {
      await servers.stop();
    }
  }
  const [app, bare] = measured;
  if (app && bare) printTable(app, bare);
  return 0;
}

await runMain(bench, { codeWhenStopped: 130 });
