import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { execute } from "#e2e/emulators/neon/postgres.ts";

export type ServerDriver = "postgres" | "neon";

export interface DatabaseOptions {
  /** Without the migrations. */
  isEmpty?: boolean;
  /** Connect as this new role, which owns nothing, rather than as the owner of the tables. */
  role?: string;
}

/** Every table of ours but the list of migrations. */
const EMPTY = `do $$ begin execute (
  select 'truncate ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' restart identity'
  from pg_tables where schemaname in ('public', 'auth')); end $$`;

/** The database of this worker, used by one test file after another. */
export function workerDatabase(kind: ServerDriver) {
  const { ownerUrl, workers } = inject("postgres");
  const name = workers[Number(process.env.VITEST_POOL_ID) - 1];
  if (!name) throw new Error("there is a database for each of maxWorkers");
  const url = at(ownerUrl, name);
  return { settings: settingsOf(kind, url), empty: () => execute(url, EMPTY) };
}

/** A database of one's own on the PostgreSQL of this run, and the variables with which the app uses it. */
export function makeDatabase(kind: ServerDriver, { isEmpty = false, role }: DatabaseOptions = {}) {
  const { superuserUrl, owner, ownerUrl, template } = inject("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const url = at(ownerUrl, name);
  return {
    kind,
    superuserUrl: at(superuserUrl, name),
    settings: settingsOf(kind, role ? url.replace(owner, role) : url),
    async create() {
      const source = isEmpty ? "template0" : template;
      await execute(superuserUrl, `create database ${name} owner ${owner} template ${source}`);
      if (role) await execute(ownerUrl, `create role ${role} login in role app_system, app_user`);
    },
    async drop() {
      await execute(superuserUrl, `drop database ${name} with (force)`);
    },
  };
}

const at = (url: string, database: string) => url.replace(/\/\w+$/, `/${database}`);

const settingsOf = (kind: ServerDriver, url: string) => ({
  DATABASE_URL: url,
  APP_SECRET: randomBytes(32).toString("base64url"),
  ...(kind === "neon" && { NEON_BRIDGE: inject("postgres").bridge }),
});
