import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { DatabaseHandle } from "../database.ts";
import {
  CONNECTION_TIMEOUT,
  ignoreIdleErrors,
  retryConnecting,
  transactThrough,
} from "./pooled-transaction.ts";

/** Any PostgreSQL, through node-postgres. */
export function openPostgres(connectionString: string): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    pipeline: true,
  });
  ignoreIdleErrors(pool);
  retryConnecting(pool);
  return {
    kind: "postgres",
    db: drizzle({ client: pool }),
    transactAs: transactThrough(pool, (client) => drizzle({ client: client as pg.Client })),
    close: () => pool.end(),
  };
}
