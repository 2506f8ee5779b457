import { processWide } from "./process.ts";

/** Seconds. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const HELP = {
  tambo_token_exchanges_total: "Number of token exchanges, by outcome: ok or the error's code.",
  tambo_runs_total: "Number of runs that have ended, by outcome: ok or the code of the last event.",
  tambo_runs_running: "Number of runs under way.",
  tambo_run_first_event_seconds: "Seconds from a run's start to the first event of its answer.",
  tambo_database_pool: "Number of connections in use or idle, and of queries waiting for one.",
};

/** What this process has counted since it started. `server/watch.ts` writes it. */
export const metrics = () =>
  processWide("metrics", () => ({
    exchanges: new Map<string, number>(),
    runs: new Map<string, number>(),
    running: 0,
    /** Seconds. */
    firstEvents: { buckets: BUCKETS.map(() => 0), count: 0, sum: 0 },
  }));

export function count(counter: Map<string, number>, outcome: string): void {
  counter.set(outcome, (counter.get(outcome) ?? 0) + 1);
}

/** Notes that a run's answer began after so many seconds. */
export function noteFirstEvent(seconds: number): void {
  const { firstEvents } = metrics();
  for (const [at, limit] of BUCKETS.entries()) {
    if (seconds <= limit) firstEvents.buckets[at] = (firstEvents.buckets[at] ?? 0) + 1;
  }
  firstEvents.count += 1;
  firstEvents.sum += seconds;
}

/** The metrics in the text format of Prometheus. `pool` is the database's, if it has one. */
export function writeMetrics(pool: Record<string, number> = {}): string {
  const { exchanges, runs, running, firstEvents } = metrics();
  const { buckets, count: number, sum } = firstEvents;
  const series = buckets.map((many, at): Sample => [`_bucket{le="${BUCKETS[at]}"}`, many]);
  const all: Sample[] = [
    ...series,
    ['_bucket{le="+Inf"}', number],
    ["_sum", sum],
    ["_count", number],
  ];
  const states = label("state", Object.entries(pool));
  return [
    write("tambo_token_exchanges_total", "counter", label("outcome", exchanges)),
    write("tambo_runs_total", "counter", label("outcome", runs)),
    write("tambo_runs_running", "gauge", [["", running]]),
    write("tambo_run_first_event_seconds", "histogram", all),
    write("tambo_database_pool", "gauge", states),
  ].join("");
}

type Sample = [suffix: string, value: number];

const label = (name: string, values: Iterable<[string, number]>) =>
  Array.from(values, ([value, number]): Sample => [`{${name}="${value}"}`, number]);

function write(name: keyof typeof HELP, type: string, samples: Sample[]): string {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}`);
  return [`# HELP ${name} ${HELP[name]}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}
