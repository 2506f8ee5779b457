import { type Client, neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-serverless";
import type { DatabaseHandle } from "../database.ts";
import {
  CONNECTION_TIMEOUT,
  ignoreIdleErrors,
  retryConnecting,
  transactThrough,
} from "./pooled-transaction.ts";

/** Neon through its own driver: the Postgres protocol over a WebSocket, or over that of a `bridge` on this machine. */
export function openNeon(connectionString: string, bridge?: string): DatabaseHandle {
  if (bridge) {
    neonConfig.wsProxy = (host, port) => `${bridge}/v1?address=${host}:${port}`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({ connectionString, connectionTimeoutMillis: CONNECTION_TIMEOUT });
  ignoreIdleErrors(pool);
  retryConnecting(pool);
  return {
    kind: "neon",
    db: drizzle({ client: pool }),
    transactAs: transactThrough(pool, (client) => drizzle({ client: client as Client })),
    close: () => pool.end(),
  };
}
