import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { API_KEY } from "../../e2e/support/api.ts";
import { findFreePort } from "../../e2e/support/free-port.ts";
import { startDatabase } from "../../e2e/support/postgres.ts";
import { serverEnvironment } from "../../e2e/support/server-process.ts";
import { nodeBinary } from "../lib/node-binary.mjs";
import { root } from "../lib/root.mjs";
import { type Instance, startInstance } from "./instance.ts";
import { makeRandom } from "./random.ts";
import { AUDIENCE, startModel, startProvider } from "./services.ts";

/** One question of a user's, and what was seen of its answer. */
export interface Turn {
  user: string;
  ownerId?: string;
  threadId?: string;
  text: string;
  /** Whether the end of its answer was seen, or that it was stored. */
  isAcknowledged: boolean;
  answer?: string;
  /** In short: a status, the code of an error, or why there was no answer. */
  outcome: string;
  /** Those that lasted meanwhile. */
  faults: Set<string>;
  milliseconds: number;
}

export interface User {
  name: string;
  /** Asks once, of this instance. Never throws. */
  ask(instance: Instance): Promise<Turn>;
  read(instance: Instance, path: string): Promise<Response>;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * Two instances on a PostgreSQL, or one whose embedded database is in `dataDir`, and what they depend on;
 * `pace` milliseconds are between two words of the model.
 */
export async function startWorld(seed: number, { dataDir = "", pace = 20 } = {}) {
  const random = makeRandom(seed);
  const [database, provider, model] = await Promise.all([
    dataDir ? undefined : startDatabase("chaos", "chaos_owner", { isDurable: true }),
    startProvider(makeRandom(seed)),
    startModel(makeRandom(seed), pace),
  ]);
  const settings = {
    ...(database?.env ?? { DATA_DIR: dataDir }),
    // The address of the balancer: tokens of all instances name it.
    APP_URL: `http://localhost:${await findFreePort()}`,
    TAMBO_API_KEY: API_KEY,
    ALLOW_LOOPBACK_ISSUERS: "true",
    EXCHANGE_RATE_LIMIT: "1000000",
    RUN_LIMIT: "1000000",
    DAILY_TOKEN_LIMIT: "1000000000",
    DAILY_TOKEN_BUDGET: "1000000000",
    OPENAI_BASE_URL: `${model.url}/v1`,
    MODEL: "openai/chaos",
  };
  const trust = ["e2e/support/trust-issuer.ts", AUDIENCE, provider.url];
  const env = serverEnvironment(settings);
  await promisify(execFile)(nodeBinary(), trust, { cwd: root, env });
  const start = (name: string) => startInstance(name, settings);
  const instances = await Promise.all(database ? [start("one"), start("two")] : [start("one")]);
  const all = [...instances];
  const world = {
    database,
    provider,
    model,
    instances,
    random,
    users: [] as User[],
    /** The faults that last. */
    faults: new Set<string>(),
    /** What users have said, and what came of it. */
    turns: [] as Turn[],
    /** Those whose answer is on its way. */
    open: new Set<Turn>(),
    findings: [] as string[],
    /** Asks past every wall; finds nothing where only the instance can ask. */
    sql: async <Row>(statement: string) => ((await database?.execute(statement)) ?? []) as Row[],
    /** One more instance; without a database server the one, started anew. */
    async startAnother() {
      if (!database) await all[0]?.stop();
      const another = await start("another");
      all.push(another);
      return another;
    },
    async stop() {
      await Promise.all(all.slice(database ? 0 : 1).map((instance) => instance.stop()));
      world.findings.push(...all.flatMap(({ complaints }) => complaints));
      await Promise.all([provider.stop(), model.stop()]);
      await database?.stop();
    },
  };
  return world;
}
