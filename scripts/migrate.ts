import { sql } from "drizzle-orm";
import { openDatabase } from "#drizzle/client.ts";
import { isEnvError } from "#lib/env.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

/** Opens the configured database, which applies what is missing, and says where it stands. */
async function migrate(): Promise<number> {
  loadEnvFiles();
  const database = await openDatabase().catch((error: unknown) => {
    throw isEnvError(error) ? problem(error.message) : error;
  });
  const applied = await database.db
    .select({ count: sql<number>`count(*)::int` })
    .from(sql`drizzle.__drizzle_migrations`);
  await database.close();
  console.log(`The ${database.kind} database has all ${applied[0]?.count} migrations.`);
  return 0;
}

await runMain(migrate, { codeWhenStopped: 130 });
