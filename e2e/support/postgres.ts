import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { problem } from "../../scripts/lib/problem.mjs";
import { root } from "../../scripts/lib/root.mjs";
import {
  execute,
  type PostgresServer,
  SUPERUSER,
  startPostgres,
} from "../emulators/neon/postgres.ts";

export interface TestDatabase {
  /** The variables with which a server uses it. */
  env: { DATABASE_URL: string; APP_SECRET: string };
  /** Runs a program of this repository on it. */
  run(script: string): Promise<void>;
  /** Sends one statement, past every wall. */
  execute(statement: string): Promise<unknown[]>;
  restart: PostgresServer["restart"];
  stop(): Promise<void>;
}

interface DatabaseOptions {
  /** What the role has besides LOGIN and CREATEROLE, as CREATE ROLE takes it. */
  roleOptions?: string;
  /** Further variables with which it is used. */
  settings?: Record<string, string>;
  /** Whether it keeps what it acknowledged through a crash. */
  isDurable?: boolean;
}

/** A PostgreSQL on loopback with a database of this app's tables, which `npm run db:migrate` made. */
export async function startDatabase(
  name: string,
  role: string,
  options?: DatabaseOptions,
): Promise<TestDatabase> {
  const database = await startEmptyDatabase(name, role, options);
  await database.run("scripts/migrate.ts");
  return database;
}

/** The same without the tables. Throws a problem where there is no PostgreSQL to run. */
export async function startEmptyDatabase(
  name: string,
  role: string,
  { roleOptions = "", settings = {}, isDurable }: DatabaseOptions = {},
): Promise<TestDatabase> {
  const bin = findPostgres();
  if (!bin) throw problem("There is no PostgreSQL here. POSTGRES_BIN names its bin folder.");
  const postgres = await startPostgres(bin, isDurable);
  const superuser = postgres.url(SUPERUSER, "postgres");
  await execute(superuser, `create role ${role} login createrole ${roleOptions}`);
  await execute(superuser, `create database ${name} owner ${role}`);
  const env = {
    ...settings,
    DATABASE_URL: postgres.url(role, name),
    APP_SECRET: randomBytes(32).toString("base64url"),
  };
  const run = async (script: string) => {
    const options = { cwd: root, env: { ...env, NODE_ENV: "production" as const } };
    await promisify(execFile)(nodeBinary(), [script], options);
  };
  return {
    env,
    run,
    execute: (statement) => execute(postgres.url(SUPERUSER, name), statement),
    restart: postgres.restart,
    stop: postgres.stop,
  };
}
