import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { getTableName, sql } from "drizzle-orm";
import { type Database, findRoleProblem, openDatabase, rootOf } from "#drizzle/client.ts";
import { openDataDir } from "#drizzle/data-dir.ts";
import { bindOwner } from "#drizzle/database.ts";
import { ownedTables } from "#drizzle/schema/owned.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { suggestions } from "#drizzle/schema/suggestions.ts";
import { componentStates, messages, threads } from "#drizzle/schema/threads.ts";
import { usageDays } from "#drizzle/schema/usage.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { isLoopbackHost } from "#lib/base/public-address.ts";
import { lookAtRootKey } from "#lib/trust/app-secret.ts";
import { type Finding, fine, orSay, problem, warning } from "./finding.ts";

const CONNECT = "See that its server runs, and that role, password and database are right.";
/** By what a start says: the code, and what mends it where that is not said. */
const PROBLEMS: [said: RegExp, code: string, remedy?: string][] = [
  [/^DATABASE_URL: .* cannot be used/, "database", CONNECT],
  [/^DATABASE_URL: .*migrations/, "migrations"],
  [/^APP_SECRET: /, "app-secret"],
  [/^DATA_DIR: /, "data-dir"],
];

const SQLSTATE = /^[0-9A-Z]{5}$/;
const NO_RIGHT = "42501"; // SQLSTATE

/** Opens the database as a start does, and tries what keeps users apart. The embedded one is migrated; nothing else is stored. */
export async function examineDatabase(): Promise<Finding[]> {
  if (!hasDatabase()) return [fine("database", "No database is needed for this provider")];
  return orSay(open, (line) => {
    // By this app, while it runs.
    if (/ is in use by /.test(line)) return warning("data-dir", line);
    const [, code = "database", remedy] = PROBLEMS.find(([said]) => said.test(line)) ?? [];
    return problem(code, line, remedy);
  });
}

async function open(): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const { code, message } = rootOf(error);
    if (!SQLSTATE.test(code ?? "")) throw error;
    const grant = "As the role that migrates: GRANT app_system, app_user TO …;";
    const remedy = code === NO_RIGHT ? grant : undefined;
    return [problem("refused", `The database refuses what the app does: ${message}`, remedy)];
  }
}

async function look(): Promise<Finding[]> {
  const { DATABASE_URL: url, VERCEL } = appEnv();
  if (!url && !VERCEL) {
    const directory = openDataDir();
    if (!existsSync(join(directory, "lock.sqlite"))) {
      return [fine("database", `The first start makes the embedded database in ${directory}`)];
    }
  }
  const { kind, db } = await openDatabase();
  const findings = [fine("database", `The database answers, and has all migrations (${kind})`)];
  if (url) findings.push(await examineConnection(kind, url, db), await examineRole(db));
  findings.push(...(await examineWalls(db)));
  // A start alone stores it anew after a change: servers with the secret of before may be running.
  const text = (await lookAtRootKey())
    ? "The secret opens the keys in the database"
    : "The first start stores the keys that the secret protects";
  return [...findings, fine("app-secret", text)];
}

async function examineConnection(kind: string, url: string, db: Database): Promise<Finding> {
  const { hostname } = new URL(url);
  if (hostname === "" || isLoopbackHost(hostname)) return fine("tls", "The database is local");
  const { rows } = await db.execute<{ ssl: boolean }>(
    "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
  );
  // The other driver speaks through an encrypted WebSocket.
  if (kind !== "postgres" || rows[0]?.ssl)
    return fine("tls", "The database connection is encrypted");
  const text = `The connection to the database on ${hostname} is not encrypted`;
  return warning("tls", text, "Add sslmode=verify-full to the query of DATABASE_URL.");
}

async function examineRole(db: Database): Promise<Finding> {
  const text = await findRoleProblem(db);
  if (!text) return fine("role", "The role owns no table and bypasses no row-level security");
  const make = "CREATE ROLE web LOGIN PASSWORD '…' IN ROLE app_system, app_user;";
  return warning("role", text, `As the role that migrates: ${make}`);
}

/** Our tables whose rows belong to owners. */
const WALLED = [...ownedTables, messages, componentStates, suggestions, owners, usageDays].map(
  (table) => getTableName(table),
);
const RESTORE = "Restore the policies by the CREATE POLICY statements in drizzle/migrations.";

/** Looks at the policies, and for one owner's thread as another. Nothing of it is kept. */
async function examineWalls(db: Database): Promise<Finding[]> {
  // Found as queries find them, whatever else is in the database.
  const walled = WALLED.map((name) => sql`to_regclass(${name})`);
  const { rows } = await db.execute<{ name: string; isOn: boolean; policies: boolean }>(sql`
    select format('%I.%I', nspname, relname) as name, relrowsecurity as "isOn",
      exists (select from pg_policy where polrelid = pg_class.oid) as policies
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where pg_class.oid in (${sql.join(walled, sql`, `)}) order by 1`);
  const findings: Finding[] = [];
  const off = rows.filter(({ isOn }) => !isOn).map(({ name }) => name);
  if (off.length > 0) {
    const alter = off.map((name) => `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`).join(" ");
    const text = `Row-level security is switched off for ${off.join(", ")}`;
    findings.push(problem("walls", text, `As the role that owns the tables: ${alter}`));
  }
  const bare = rows.filter(({ policies }) => !policies).map(({ name }) => name);
  if (bare.length > 0) {
    findings.push(problem("walls", `There is no policy on ${bare.join(", ")}`, RESTORE));
  }
  if (findings.length > 0) return findings;
  if ((await countForeignRows(db)) === 0) {
    return [fine("walls", "One owner does not see another's thread (tried, and undone)")];
  }
  return [problem("walls", "One owner sees another's thread (tried, and undone)", RESTORE)];
}

async function countForeignRows(db: Database): Promise<number> {
  const undone = new Error("undone");
  const [owner, other] = [newOwnerId(), newOwnerId()];
  let seen = 0;
  const attempt = db.transaction(async (tx) => {
    await tx.execute(bindOwner(owner));
    const now = new Date();
    const row = { ownerId: owner, id: owner, projectId: "doctor", createdAt: now, updatedAt: now };
    await tx.insert(threads).values(row);
    await tx.execute(bindOwner(other));
    seen = await tx.$count(threads, sql`${threads.id} = ${owner}`);
    throw undone;
  });
  await attempt.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return seen;
}

const newOwnerId = () => randomBytes(16).toString("base64url");
