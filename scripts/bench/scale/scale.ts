import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { join } from "node:path";
import { providerTrust } from "../../../adapters/trust.ts";
import { startDatabase, type TestDatabase } from "../../../e2e/support/postgres.ts";
import { ownerId } from "../../../lib/identity/owner-id.ts";
import { problem } from "../../lib/problem.mjs";
import { root } from "../../lib/root.mjs";
import { fill, MESSAGES_PER_THREAD, SUBJECT } from "./fill.ts";
import { type Figures, findFullReads, findGrowth, findSpread, type Plans, print } from "./judge.ts";
import { EXPLAIN_ALWAYS } from "./plans.ts";
import { shard } from "./shards.ts";
import type { Answer, Request } from "./worker.ts";

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000]; // messages
const USUAL = 1_000_000;
const THREADS = 50; // of each user
const ROUNDS = 5;
const TIMES = 20; // in each round
/** By then a server has planned a named statement for all values together. */
const UNTIL_PLANNED = 7;
/** From so many rows on, no statement may read all of a table. */
const LARGE = 20_000;
const NAME = "bench";

/** Measures each operation in databases of 10,000 messages and up, and looks at the plan of each of its statements. */
export async function benchScale(largest = USUAL): Promise<number> {
  const sizes = SIZES.filter((size) => size <= largest);
  const databases: TestDatabase[] = [];
  const user = ownerId("default", (await providerTrust()).ownerNamespace, SUBJECT);
  try {
    for (const size of sizes) databases.push(await makeDatabase(size, user));
    const plans: Plans[] = [];
    for (const { env, execute } of databases) {
      for (const [setting, value] of Object.entries(EXPLAIN_ALWAYS))
        await execute(`alter database ${NAME} set ${setting} = '${value}'`);
      plans.push(await explainAll(await startWorker(env)));
    }
    const [smallest] = databases;
    const last = databases.at(-1);
    if (!smallest || !last) throw problem(`--scale: at least ${SIZES[0]}`);
    await shard(smallest.execute, NAME, user);
    const inParts = await explainAll(await startWorker(smallest.env));
    for (const { execute } of databases) await execute(`alter database ${NAME} reset all`);
    const problems = [
      ...findFullReads(plans.at(-1) ?? {}, await listLarge(last)),
      ...findGrowth(plans),
      ...findSpread(inParts),
    ];
    const workers = await Promise.all(databases.map(({ env }) => startWorker(env)));
    const figures = await measureAll(workers);
    for (const { end } of workers) end();
    const load = loadavg().map((minutes) => minutes.toFixed(1));
    console.log(`\nOf ${ROUNDS * TIMES} calls a tenth takes less; load ${load}`);
    print(sizes, figures, plans);
    for (const found of problems) console.log(found);
    return problems.length > 0 ? 1 : 0;
  } finally {
    for (const database of databases) await database.stop();
  }
}

async function makeDatabase(size: number, user: string): Promise<TestDatabase> {
  const database = await startDatabase(NAME, "bench");
  const users = size / (THREADS * MESSAGES_PER_THREAD);
  const at = performance.now();
  await fill(database.execute, user, { users, threads: THREADS, guests: users / 10 });
  const seconds = Math.round((performance.now() - at) / 1_000);
  console.log(`${size} messages of ${users} users, made in ${seconds} s`);
  console.table(await database.execute(SIZES_OF_TABLES));
  return database;
}

const SIZES_OF_TABLES = `
  select relname as table, reltuples::bigint as rows, round(pg_table_size(oid) / 1e6)::int as "table MB",
    round(pg_indexes_size(oid) / 1e6)::int as "indices MB"
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= 100 order by 3 desc`;

async function listLarge({ execute }: TestDatabase): Promise<string[]> {
  const found = await execute(
    `select relname as table from pg_class where relkind = 'r' and reltuples >= ${LARGE}`,
  );
  return (found as { table: string }[]).map(({ table }) => table);
}

/** A process that is connected to one of the databases. */
async function startWorker(env: TestDatabase["env"]) {
  const child: ChildProcess = fork(join(root, "scripts", "bench", "scale", "worker.ts"), {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      DEMO_MODEL_DELAY: "0",
      RUN_LIMIT: "1000000000",
      DAILY_TOKEN_LIMIT: "1000000000",
      DAILY_TOKEN_BUDGET: "1000000000000",
      EXCHANGE_RATE_LIMIT: "1000000000",
    },
  });
  child.once("exit", (code) => code && process.exit(code));
  const ask = async (request: Request): Promise<Answer> => {
    const answered = once(child, "message");
    child.send(request);
    return (await answered)[0];
  };
  const { names = [] } = await ask({ times: 0 });
  return { names, ask, end: () => child.disconnect() };
}

type Worker = Awaited<ReturnType<typeof startWorker>>;

async function explainAll({ names, ask, end }: Worker): Promise<Plans> {
  const plans: Plans = {};
  for (const name of names)
    plans[name] = (await ask({ name, times: UNTIL_PLANNED, isExplained: true })).plans ?? [];
  end();
  return plans;
}

/**
 * What one call in ten of each operation takes at most, by size: what else the machine does makes the others
 * slower. All sizes have their turn in each round.
 */
async function measureAll(workers: Worker[]): Promise<Figures> {
  const figures: Figures = {};
  for (const name of workers[0]?.names ?? []) {
    const found = workers.map((): number[] => []);
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [at, { ask }] of workers.entries()) {
        const { milliseconds = [] } = await ask({ name, times: TIMES });
        // The first round warms up.
        if (round > 0) found[at]?.push(...milliseconds);
      }
    }
    figures[name] = found.map(
      (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 10)] ?? 0,
    );
  }
  return figures;
}
