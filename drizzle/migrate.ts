import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type { Database } from "./database.ts";

/** An arbitrary number that nothing else on the database locks. */
const LOCK = 5_216_603_741;

/**
 * Applies the migrations that a database lacks, all or none, and returns how many it has then. A second
 * process at the same time waits and finds nothing to do.
 */
export async function applyMigrations(db: Database): Promise<number> {
  const migrations = readMigrations();
  // A role that only serves finds nothing to do, and may not make what is there already.
  if ((await countMissingMigrations(db)) === 0) return migrations.length;
  return db.transaction(async (tx) => {
    // The lock ends with the transaction, so it works through a pooler, too.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
    await tx.execute("create schema if not exists drizzle");
    await tx.execute(`create table if not exists drizzle.__drizzle_migrations
      (id serial primary key, hash text not null, created_at bigint)`);
    for (const { sql: statements, hash, folderMillis } of await listMissing(tx, migrations)) {
      for (const statement of statements) await tx.execute(sql.raw(statement));
      await tx.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at)
        values (${hash}, ${folderMillis})`);
    }
    return migrations.length;
  });
}

/** How many of this version's migrations a database lacks. */
export async function countMissingMigrations(db: Database): Promise<number> {
  const migrations = readMigrations();
  const { rows } = await db.execute<{ exists: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as exists",
  );
  return rows[0]?.exists ? (await listMissing(db, migrations)).length : migrations.length;
}

/** Like `drizzle-kit`, it compares with the time of the newest applied migration. */
async function listMissing(db: Pick<Database, "execute">, migrations: MigrationMeta[]) {
  const { rows } = await db.execute<{ newest: string | null }>(
    "select max(created_at)::text as newest from drizzle.__drizzle_migrations",
  );
  const newest = Number(rows[0]?.newest ?? 0);
  return migrations.filter(({ folderMillis }) => folderMillis > newest);
}

function readMigrations(): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: join(process.cwd(), "drizzle", "migrations") });
}
