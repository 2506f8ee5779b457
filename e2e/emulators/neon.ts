import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { startEmulator as startGoogle } from "./authjs.ts";
import type { Emulator, EmulatorOptions } from "./emulator.ts";
import { startBridge } from "./neon/bridge.ts";
import { execute, SUPERUSER, startPostgres } from "./neon/postgres.ts";

/** What a new project of Neon has. */
const ROLE = "neondb_owner";
const DATABASE = "neondb";

/**
 * Neon, a PostgreSQL that its real driver reaches over a WebSocket, and Google, with which one
 * signs in. The database has this app's tables: `npm run db:migrate` made them.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const bin = findPostgres();
  if (!bin) throw new Error("there is no PostgreSQL here; POSTGRES_BIN names its bin folder");
  const postgres = await startPostgres(bin);
  const bridge = await startBridge();
  const google = await startGoogle(options);
  const superuser = postgres.url(SUPERUSER, "postgres");
  await execute(superuser, `create role ${ROLE} login createrole bypassrls`);
  await execute(superuser, `create database ${DATABASE} owner ${ROLE}`);
  const database = {
    DATABASE_URL: postgres.url(ROLE, DATABASE),
    NEON_BRIDGE: bridge.address,
    APP_SECRET: randomBytes(32).toString("base64url"),
  };
  await migrate(database);
  return {
    ...google,
    env: { ...google.env, ...database },
    async stop() {
      await Promise.all([google.stop(), bridge.stop(), postgres.stop()]);
    },
  };
}

async function migrate(env: Record<string, string>): Promise<void> {
  await promisify(execFile)(nodeBinary(), ["scripts/migrate.ts"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production" },
  });
}
