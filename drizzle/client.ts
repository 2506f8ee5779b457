import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { appEnv, EnvError } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import { lockDataDir, openDataDir } from "./data-dir.ts";
import * as schema from "./schema/index.ts";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface DatabaseHandle {
  kind: "pglite" | "postgres" | "neon";
  db: Database;
  close(): Promise<void>;
}

/** The database of this process, opened and (embedded) migrated on first use. */
export function openDatabase(): Promise<DatabaseHandle> {
  return processWide("database", open);
}

export async function getDb(): Promise<Database> {
  return (await openDatabase()).db;
}

async function open(): Promise<DatabaseHandle> {
  if (appEnv().DATABASE_URL) {
    throw new EnvError([
      "DATABASE_URL: this version keeps its data in DATA_DIR; remove the variable",
    ]);
  }
  return openPglite();
}

async function openPglite(): Promise<DatabaseHandle> {
  const directory = openDataDir();
  lockDataDir(directory);
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  const files = join(directory, "pglite");
  mkdirSync(files, { recursive: true });
  const client = await PGlite.create(files);
  const db = drizzle(client, { schema });
  await migrate(db, { migrationsFolder: join(process.cwd(), "drizzle", "migrations") });
  return { kind: "pglite", db, close: () => client.close() };
}
