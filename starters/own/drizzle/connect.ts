import { openDataDir } from "#drizzle/data-dir.ts";
import type { DatabaseHandle } from "#drizzle/database.ts";
import { appEnv, EnvError } from "#lib/base/env.ts";

/** Opens the PostgreSQL at DATABASE_URL or, without it, the embedded one in DATA_DIR. Throws EnvError. */
export async function connect(): Promise<DatabaseHandle> {
  const { DATABASE_URL, VERCEL } = appEnv();
  if (DATABASE_URL) {
    const { openPostgres } = await import("#drizzle/drivers/postgres.ts");
    return openPostgres(DATABASE_URL);
  }
  if (VERCEL) {
    throw new EnvError([
      "DATABASE_URL: is required on Vercel, where no file outlives a request; take the connection string of a Postgres database",
    ]);
  }
  const { openPglite } = await import("#drizzle/drivers/pglite.ts");
  return openPglite(openDataDir());
}
