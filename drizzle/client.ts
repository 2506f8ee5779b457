import { cached } from "#lib/base/cached.ts";
import { appEnv, EnvError, hasDatabase } from "#lib/base/env.ts";
import { isOfUnknownAuthority, isOutage, RETRY_TIMEOUT, retry } from "#lib/base/outage.ts";
import { processWide } from "#lib/base/process.ts";
import { connect } from "./connect.ts";
import type { Database, DatabaseHandle } from "./database.ts";
import { applyMigrations, countMissingMigrations } from "./migrate.ts";

export type { Database, DatabaseHandle } from "./database.ts";

/**
 * The database of this process, opened on first use. Opening migrates the embedded one; one at
 * DATABASE_URL must be migrated already. Throws EnvError if it is not, does not answer, or there is no
 * database.
 */
export function openDatabase(): Promise<DatabaseHandle> {
  return processWide("database", open);
}

export async function getDb(): Promise<Database> {
  return (await openDatabase()).db;
}

/** Does all of an act, or nothing, as the server itself. */
export const inTransaction: Database["transaction"] = async (act) =>
  (await getDb()).transaction(act);

/** After an answer the server of the database is not asked again for a second. */
const answer = cached("database-answer", askDatabase, { maxAge: 1_000 });

/** Whether the server of the database does not answer, not even after a second. */
export async function isDatabaseAway(): Promise<boolean> {
  if (!hasDatabase()) return false;
  try {
    await answer.get();
    return false;
  } catch (error) {
    return isOutage(error);
  }
}

/** After a failure: makes the next `isDatabaseAway` ask, however young the last answer is. */
export function forgetAnswer(): void {
  answer.forget();
}

async function askDatabase(): Promise<true> {
  const { kind, db } = await openDatabase();
  if (kind !== "pglite") await retry(() => db.execute("select 1").execute(), RETRY_TIMEOUT);
  return true;
}

/** Whether the database refuses writes because its disk is full. Known for the embedded one only. */
export async function isDatabaseFull(): Promise<boolean> {
  return hasDatabase() && (await openDatabase()).isFull?.() === true;
}

/** Applies the migrations that the configured database lacks. Throws EnvError if it does not answer. */
export async function migrateDatabase(): Promise<{ kind: string; count: number }> {
  const database = await reach(true);
  try {
    return { kind: database.kind, count: await applyMigrations(database.db) };
  } finally {
    await database.close();
  }
}

async function open(): Promise<DatabaseHandle> {
  const database = await reach();
  if (database.kind === "pglite") return database;
  const missing = await countMissingMigrations(database.db);
  if (missing === 0) return database;
  await database.close();
  throw new EnvError([
    `DATABASE_URL: the database lacks ${missing} of this version's migrations; run \`npm run db:migrate\``,
  ]);
}

/** Reports a wrong address or password at once, without the password. */
async function reach(mayTakeLong = false): Promise<DatabaseHandle> {
  const { DATABASE_URL: url } = appEnv();
  const database = await connect(mayTakeLong);
  if (!url) return database;
  try {
    await database.db.execute("select 1");
    return database;
  } catch (error) {
    await database.close();
    const { code, message } = rootOf(error);
    const reason = message || code || "no answer";
    const hint = isOfUnknownAuthority(code)
      ? "; name the file with your own authority's certificate in DATABASE_URL as sslrootcert, or in NODE_EXTRA_CA_CERTS"
      : "";
    throw new EnvError([`DATABASE_URL: ${new URL(url).host} cannot be used (${reason})${hint}`]);
  }
}

/** The cause under the query builder's error, or under the failures of several addresses. */
export function rootOf(error: unknown): { message?: string; code?: string } {
  const { cause } = error as { cause?: unknown };
  if (cause) return rootOf(cause);
  if (error instanceof AggregateError && error.errors[0]) return rootOf(error.errors[0]);
  return error as { message?: string; code?: string };
}

interface Role {
  [column: string]: unknown;
  name: string;
  bypasses: boolean;
  owns: boolean;
}

/** The problem with the database role, if it can bypass row-level security or switch it off. */
export async function findRoleProblem(db: Pick<Database, "execute">): Promise<string | undefined> {
  const { rows } = await db.execute<Role>(`select current_user as name,
      rolsuper or rolbypassrls as bypasses, pg_has_role(relowner, 'USAGE') as owns
    from pg_roles, pg_class where rolname = current_user and pg_class.oid = 'threads'::regclass`);
  const [role] = rows;
  if (!role?.bypasses && !role?.owns) return undefined;
  const what = role.bypasses ? "bypasses row-level security" : "owns the tables";
  return `DATABASE_URL: the role ${role.name} ${what}; one in app_system and app_user is enough to serve (docs/operations.md)`;
}
