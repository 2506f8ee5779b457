import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { drizzle, type NodePgClient } from "drizzle-orm/node-postgres";
import pg from "pg";
import { EnvError } from "#lib/base/env.ts";
import { DISK_FULL, isDiskFull, mayUseReserve, withReserve } from "#lib/base/outage.ts";
import { throttle } from "#lib/base/process.ts";
import { lockDataDir } from "../data-dir.ts";
import type { DatabaseHandle } from "../database.ts";
import { applyMigrations } from "../migrate.ts";
import { EngineStream, startEngine, TERMINATE } from "./engine.ts";
import {
  cannotOpen,
  freeBytes,
  inMegabytes,
  LEAST_FREE,
  prepareFiles,
  RESERVE,
  refuseFullDisk,
} from "./pglite-files.ts";
import { openPool } from "./pool.ts";

/** Milliseconds to wait for one's turn or for the start of an engine, which takes its time on a slow machine. */
const CONNECTION_TIMEOUT = 60_000;
const CLOSE_TIMEOUT = 2_000;
const SYSTEM_ERROR = "58000"; // SQLSTATE
const READS = /^\s*(select|begin|commit|rollback|savepoint|release|set|show|explain)\b/i;
const CHANGES = /\b(insert|update|delete|merge)\b/i;

refuseAbsence();

/** Before DATA_DIR is looked at. The Docker image has no embedded database: a container's files end with it. */
function refuseAbsence(): void {
  try {
    const here = join(/* turbopackIgnore: true */ process.cwd(), "package.json");
    createRequire(here).resolve(/* turbopackIgnore: true */ "@electric-sql/pglite");
  } catch {
    throw new EnvError([
      "DATABASE_URL: is required here, where the embedded database is not installed: postgres://…",
    ]);
  }
}

/** Opens and migrates the embedded database in DATA_DIR. Only one process can open it. Throws EnvError. */
export async function openPglite(directory: string): Promise<DatabaseHandle> {
  refuseFullDisk(directory);
  lockDataDir(directory);
  try {
    const files = await prepareFiles(directory, async (unfinished) => {
      const worker = await startEngine(unfinished);
      worker.postMessage(TERMINATE);
      await once(worker, "exit");
    });
    const database = openEngine(directory, files);
    await withReserve(() => applyMigrations(database.db)).catch(async (error) => {
      await database.close();
      throw error;
    });
    return database;
  } catch (error) {
    throw cannotOpen(directory, error);
  }
}

/** A pool of one connection, to one engine. After its end the next query starts another on the files. */
function openEngine(directory: string, files: string): DatabaseHandle {
  let worker: Worker | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const start = async () => {
    await ended;
    try {
      refuseFullDisk(directory);
      worker = await startEngine(files);
    } catch (error) {
      throw Object.assign(cannotOpen(directory, error), {
        code: isDiskFull(error) ? DISK_FULL : SYSTEM_ERROR,
      });
    }
    ended = new Promise((resolve) => worker?.once("exit", resolve));
    return worker;
  };
  const pool = new pg.Pool({
    stream: () => new EngineStream(start),
    ssl: false,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    pipeline: true,
  });
  pool.on("connect", (client) => guardEngine(client as pg.PoolClient, files));
  const build = (client: NodePgClient) => drizzle({ client });
  const { kind, db, transactAs } = openPool("pglite", shareConnection(pool), build);
  return {
    kind,
    db,
    transactAs,
    isFull: () => freeBytes(files) < LEAST_FREE,
    close: async () => {
      const closed = pool.end().then(() => ended);
      await Promise.race([closed, setTimeout(CLOSE_TIMEOUT, undefined, { ref: false })]);
      await worker?.terminate();
    },
  };
}

/** Statements follow each other on the connection, without waiting for answers to those ahead. */
function shareConnection(pool: pg.Pool): pg.Pool {
  const query = async (statement: string, values?: unknown[]) => {
    const client = await pool.connect();
    const answer = client.query(statement, values);
    client.release();
    return answer;
  };
  return Object.assign(pool, { query });
}

type Send = (statement: string | { text: string }, values?: unknown[]) => Promise<unknown>;

/**
 * The embedded engine does not survive a full disk: the statement after the failed one never returns.
 * So writes are refused while there is still some room, and reads go on. An engine that comes to the
 * end of the disk nevertheless is given up.
 */
function guardEngine(client: pg.PoolClient, files: string): void {
  const send = client.query.bind(client) as Send;
  const guarded: Send = async (statement, values) => {
    refuseWrite(typeof statement === "string" ? statement : statement.text, files);
    return send(statement, values);
  };
  client.query = guarded as typeof client.query;
  const { connection } = client as unknown as { connection: pg.Connection };
  connection.on("errorMessage", (error: { code?: string }) => {
    if (error.code === DISK_FULL) connection.stream.destroy(error as Error);
  });
}

function refuseWrite(statement: string, files: string): void {
  if (isRead(statement)) return;
  const free = freeBytes(files);
  if (free >= (mayUseReserve() ? RESERVE : LEAST_FREE)) return;
  const line =
    `DATA_DIR: ${files} is on a disk with ${inMegabytes(free)} left; nothing is stored until ` +
    `there are ${inMegabytes(LEAST_FREE)}`;
  throttle("full-disk", files, () => console.error(line));
  throw Object.assign(new Error(line), { code: DISK_FULL });
}

function isRead(statement: string): boolean {
  if (/^\s*with\b/i.test(statement)) return !CHANGES.test(statement);
  return READS.test(statement);
}
