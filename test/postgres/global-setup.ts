import type { TestProject } from "vitest/node";
import { openPostgres } from "#drizzle/drivers/postgres.ts";
import { applyMigrations } from "#drizzle/migrate.ts";
import { startBridge } from "#e2e/emulators/neon/bridge.ts";
import { SUPERUSER, startPostgres } from "#e2e/emulators/neon/postgres.ts";
import { processWide } from "#lib/base/process.ts";
import { findPostgres } from "#scripts/lib/find-postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

/** What a test file needs to make its own database; strings, since it crosses into its process. */
export interface TestPostgres {
  superuserUrl: string;
  /** The role that owns the tables and that the app uses: no superuser, bound by row-level security. */
  owner: string;
  ownerUrl: string;
  /** A database with all migrations, to be copied. */
  template: string;
  /** The databases of the workers, one each, with all migrations. */
  workers: string[];
  /** NEON_BRIDGE. */
  bridge: string;
}

const OWNER = "app_owner";
const TEMPLATE = "migrated";

/** One PostgreSQL and one bridge per run, however many projects use them. */
export default async function setup(project: TestProject) {
  const { maxWorkers } = project.vitest.config;
  const { context, stop } = await processWide("test-postgres", () => start(maxWorkers));
  project.provide("postgres", context);
  return stop;
}

async function start(maxWorkers: number) {
  const bin = findPostgres();
  if (!bin) throw new Error("the project is only there where there is a PostgreSQL");
  const server = await startPostgres(bin);
  const bridge = await startBridge();
  const context: TestPostgres = {
    superuserUrl: server.url(SUPERUSER, "postgres"),
    owner: OWNER,
    ownerUrl: server.url(OWNER, "postgres"),
    template: TEMPLATE,
    workers: Array.from({ length: maxWorkers }, (_, index) => `worker_${index + 1}`),
    bridge: bridge.address,
  };
  const superuser = openPostgres(context.superuserUrl);
  // Tests look past the wall at what is stored. A query for a user takes a role that the wall binds.
  await superuser.db.execute(`create role ${OWNER} login createrole nosuperuser bypassrls`);
  await superuser.db.execute(`create database ${TEMPLATE} owner ${OWNER}`);
  const template = openPostgres(server.url(OWNER, TEMPLATE));
  await applyMigrations(template.db);
  await template.close();
  for (const name of context.workers) {
    await superuser.db.execute(`create database ${name} owner ${OWNER} template ${TEMPLATE}`);
  }
  await superuser.close();
  let stopping: Promise<unknown> | undefined;
  const stop = async () => {
    stopping ??= Promise.all([bridge.stop(), server.stop()]);
    await stopping;
  };
  return { context, stop };
}
