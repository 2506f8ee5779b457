import { neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle, type NeonClient } from "drizzle-orm/neon-serverless";
import type { DatabaseHandle } from "../database.ts";
import { CONNECTION_TIMEOUT, openPool } from "./pool.ts";

/** Neon through its own driver: the Postgres protocol over a WebSocket, or over that of a `bridge` on this machine. */
export function openNeon(connectionString: string, bridge?: string): DatabaseHandle {
  if (bridge) {
    neonConfig.wsProxy = (host, port) => `${bridge}/v1?address=${host}:${port}`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({ connectionString, connectionTimeoutMillis: CONNECTION_TIMEOUT });
  return openPool<NeonClient>("neon", pool, (client) => drizzle({ client }));
}
