import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { startDatabase, type TestDatabase } from "../../e2e/support/postgres.ts";
import { buildIfStale } from "../lib/build.mjs";
import { runMain } from "../lib/problem.mjs";
import {
  type App,
  createThread,
  exchangeOf,
  MESSAGES_PER_THREAD,
  startApp,
  THREADS_PER_OWNER,
  threadTargets,
} from "./app.ts";
import { measureBare } from "./bare.ts";
import { fill } from "./fill.ts";
import { MEGABYTE, measureAtRest, measureUnderLoad, type RunFigures, readMemory } from "./runs.ts";
import { benchScale } from "./scale/scale.ts";
import { benchStreams } from "./streams/streams.ts";
import { CONNECTIONS, type Figures, MEASURED, measureAll } from "./target.ts";

const OWNERS = { few: 10, many: 1_000 };

type Row = Record<string, string | number>;

/** The exchange and the thread routes on the embedded database, as `npm start` has it. */
async function benchEmbedded(bare: Record<"exchange" | "verify", Figures>): Promise<void> {
  const app = await startApp();
  try {
    for (let made = 0; made < THREADS_PER_OWNER; made++)
      await createThread(app, MESSAGES_PER_THREAD);
    const targets = { "token exchange": exchangeOf(app), ...(await threadTargets(app)) };
    const measured = await measureAll(targets);
    console.log(`\nEmbedded database, ${THREADS_PER_OWNER} threads`);
    console.table(
      Object.entries(measured).map(([operation, figures]) => {
        const floor = bare[operation === "token exchange" ? "exchange" : "verify"];
        return {
          ...row(operation, figures),
          "bare req/s": floor.perSecond,
          ...ratio(figures, floor),
        };
      }),
    );
    await benchRuns(app);
  } finally {
    await app.stop();
  }
}

/** The thread routes on PostgreSQL, with few rows and with a million messages; then 10,000 runs. */
async function benchPostgres(): Promise<void> {
  const database = await startDatabase("bench", "bench");
  try {
    const app = await startApp(database.env);
    try {
      const printMemory = (when: string) =>
        console.log(`Memory ${when}: ${Math.round(readMemory(app.pid) / MEGABYTE)} MB`);
      console.log("");
      printMemory("after the start");
      await benchGrowth(database, app);
      await benchRuns(app);
      printMemory("before these runs");
      const load = await measureUnderLoad(app, (runs) => printMemory(`after ${runs} runs`));
      printRuns("eight at once, each thousand", load);
    } finally {
      await app.stop();
    }
  } finally {
    await database.stop();
  }
}

async function benchGrowth(database: TestDatabase, app: App): Promise<void> {
  await fill(database, app, 1, OWNERS.few);
  const targets = { "token exchange": exchangeOf(app), ...(await threadTargets(app)) };
  const few = await measureAll(targets);
  const startedAt = performance.now();
  await fill(database, app, OWNERS.few + 1, OWNERS.many);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const threads = OWNERS.many * THREADS_PER_OWNER;
  const messages = threads * MESSAGES_PER_THREAD;
  console.log(`\nPostgreSQL, ${threads} threads and ${messages} messages (made in ${seconds} s)`);
  const many = await measureAll(targets);
  console.table(
    Object.entries(many).map(([operation, figures]) => {
      const before = few[operation as keyof typeof few];
      const growth = figures.p50 / before.p50;
      return { ...row(operation, figures), "p50 at 1 %": before.p50, growth: growth.toFixed(2) };
    }),
  );
}

async function benchRuns(app: App): Promise<void> {
  printRuns("one at a time", [await measureAtRest(app)]);
}

function row(operation: string, { perSecond, p50, p99 }: Figures): Row {
  return { operation, "req/s": perSecond, "p50 ms": p50, "p99 ms": p99 };
}

function ratio(figures: Figures, floor: Figures): Row {
  return { ratio: Number((figures.perSecond / floor.perSecond).toFixed(3)) };
}

function printRuns(how: string, figures: RunFigures[]): void {
  console.log(`\nRuns of ${figures[0]?.events} events, ${how}`);
  console.table(
    figures.map(({ perSecond, p50, p99 }) => ({
      "runs/s": perSecond,
      "first event p50 ms": p50,
      "p99 ms": p99,
    })),
  );
}

async function bench(): Promise<number> {
  // `exit` handlers remove what was made for the run.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const { values, positionals } = parseArgs({
    options: { scale: { type: "boolean" }, streams: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.scale) return benchScale(positionals[0] ? Number(positionals[0]) : undefined);
  await buildIfStale();
  if (values.streams) return benchStreams();
  const cores = cpus().length;
  console.log(`${CONNECTIONS} connections, ${MEASURED} s each, ${cores} cores, ${process.version}`);
  const bare = await measureBare();
  await benchEmbedded(bare);
  await benchPostgres();
  return 0;
}

await runMain(bench, { codeWhenStopped: 130 });
