import type { EventEmitter } from "node:events";
import { neonConfig, Pool } from "@neondatabase/serverless";
import { z } from "zod";
import { providerAbout } from "#adapters/about.ts";
import { readEnv, required } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";

const TIMEOUT = 10_000; // milliseconds, for a connection and for an answer

/** Only with the emulator. */
const bridge = () => readEnv({ NEON_BRIDGE: z.string().optional() }).NEON_BRIDGE;
const isNeon = (url: string) =>
  bridge() !== undefined || URL.parse(url)?.hostname.endsWith(".neon.tech");

/** For `readEnv`. */
export function databaseShape() {
  const where = providerAbout().variables.DATABASE_URL;
  const wrong = `must name a host of Neon (….neon.tech): ${where}`;
  return { DATABASE_URL: required(`${where}`).refine(isNeon, wrong) };
}

/** The database, through Neon's own driver: PostgreSQL's protocol over a WebSocket. */
export const pool = () => processWide("neon", openPool);

function openPool(): Pool {
  const { DATABASE_URL } = readEnv(databaseShape());
  const emulated = bridge();
  if (emulated) {
    neonConfig.wsProxy = (host, port) => `${emulated}/v1?address=${host}:${port}`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({
    connectionString: DATABASE_URL,
    connectionTimeoutMillis: TIMEOUT,
    query_timeout: TIMEOUT,
  });
  // Without listeners Node would end when Neon closes a connection that nobody uses.
  pool.on("error", () => {});
  pool.on("connect", (client: EventEmitter) => client.on("error", () => {}));
  return pool;
}
