import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { providerAbout } from "#adapters/about.ts";
import { isEnvError, readEnv, required } from "#lib/base/env.ts";

const FOLDER = join(import.meta.dirname, "../drizzle/migrations");
const ONE_AT_A_TIME = 5_432; // any number that nothing else in the database locks

/** Applies the migrations that the database at DATABASE_URL lacks, all or none. */
async function migrate(): Promise<number> {
  const { variables, guideNames } = providerAbout();
  const shape = { DATABASE_URL: required(`${variables.DATABASE_URL}`) };
  const ours = Object.entries(guideNames ?? {}).filter(([, name]) => name in shape);
  const client = new Client(readEnv(shape, Object.fromEntries(ours)).DATABASE_URL);
  await client.connect();
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock($1)", [ONE_AT_A_TIME]);
  await client.query("create table if not exists migrations (name text primary key)");
  const { rows } = await client.query<{ name: string }>("select name from migrations");
  const done = new Set(rows.map(({ name }) => name));
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".sql"));
  for (const name of names.sort().filter((name) => !done.has(name))) {
    await client.query(readFileSync(join(FOLDER, name), "utf8"));
    await client.query("insert into migrations values ($1)", [name]);
  }
  await client.query("commit");
  return names.length;
}

for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
try {
  const count = await migrate();
  console.log(`The database has all of its migrations: ${count}.`);
  process.exit(0);
} catch (error) {
  console.error(isEnvError(error) ? error.message : error);
  process.exit(1);
}
