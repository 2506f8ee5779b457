import { drizzle, type NodePgClient } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { DatabaseHandle } from "../database.ts";
import { CONNECTION_TIMEOUT, openPool } from "./pool.ts";

/** Any PostgreSQL, through node-postgres. */
export function openPostgres(connectionString: string): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    pipeline: true,
  });
  return openPool<NodePgClient>("postgres", pool, (client) => drizzle({ client }));
}
