import "#adapters/about.ts";
import { migrateDatabase } from "#drizzle/client.ts";
import { isEnvError } from "#lib/base/env.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

/** Applies what the configured database lacks, and says where it stands. */
async function migrate(): Promise<number> {
  loadEnvFiles();
  const { kind, count } = await migrateDatabase().catch((error: unknown) => {
    throw isEnvError(error) ? problem(error.message) : error;
  });
  console.log(`The ${kind} database has all ${count} migrations.`);
  return 0;
}

await runMain(migrate, { codeWhenStopped: 130 });
