import { openDataDir } from "#drizzle/data-dir.ts";
import type { DatabaseHandle } from "#drizzle/database.ts";
import { withQueryTimeout } from "#drizzle/drivers/pool.ts";
import { appEnv, EnvError } from "#lib/base/env.ts";

/**
 * Opens the PostgreSQL at DATABASE_URL or, without it, the embedded one in DATA_DIR. A query without an
 * answer is given up, unless it `mayTakeLong`. Throws EnvError.
 */
export async function connect(mayTakeLong = false): Promise<DatabaseHandle> {
  const { DATABASE_URL, VERCEL } = appEnv();
  if (DATABASE_URL) {
    const { openPostgres } = await import("#drizzle/drivers/postgres.ts");
    return openPostgres(mayTakeLong ? DATABASE_URL : withQueryTimeout(DATABASE_URL));
  }
  if (VERCEL) {
    throw new EnvError([
      "DATABASE_URL: is required on Vercel, where no file outlives a request; take the connection string of a Postgres database",
    ]);
  }
  const { openPglite } = await import("#drizzle/drivers/pglite.ts");
  return openPglite(openDataDir());
}
