import "#adapters/about.ts";
import { migrateDatabase } from "#drizzle/client.ts";
import { appEnv, hasDatabase, isEnvError } from "#lib/base/env.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

/**
 * Applies what the configured database lacks, and says where it stands. With --build, as part of a
 * build on Vercel, it only says so where there is none yet: a build needs no database.
 */
async function migrate(): Promise<number> {
  loadEnvFiles();
  try {
    if (process.argv.includes("--build") && !appEnv().DATABASE_URL) {
      console.log(hasDatabase() ? NEEDED : "No DATABASE_URL, and none is needed.");
      return 0;
    }
    const { kind, count } = await migrateDatabase();
    console.log(`The ${kind} database has all ${count} migrations.`);
    return 0;
  } catch (error) {
    throw isEnvError(error) ? problem(error.message) : error;
  }
}

const NEEDED =
  "DATABASE_URL is not set. The deployment will need it: without it every request fails. Set it in the project's environment variables and deploy again.";

await runMain(migrate, { codeWhenStopped: 130 });
