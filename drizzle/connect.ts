import { appEnv, EnvError, hasDatabase } from "#lib/base/env.ts";
import { openDataDir } from "./data-dir.ts";
import type { DatabaseHandle } from "./database.ts";
import { withQueryTimeout } from "./drivers/pool.ts";

/**
 * Opens the configured database, and loads no other driver. A query without an answer is given up, and
 * its connection with it, unless it `mayTakeLong`. Throws EnvError if there is no database.
 */
export async function connect(mayTakeLong = false): Promise<DatabaseHandle> {
  const { AUTH_PROVIDER, DATABASE_URL, TAMBO_URL, VERCEL } = appEnv();
  if (!hasDatabase()) {
    throw new EnvError([
      `DATABASE_URL: is not set, and with TAMBO_URL and AUTH_PROVIDER=${AUTH_PROVIDER} there is no database without it`,
    ]);
  }
  if (DATABASE_URL) return connectTo(mayTakeLong ? DATABASE_URL : withQueryTimeout(DATABASE_URL));
  if (VERCEL) {
    const reason = TAMBO_URL
      ? `with AUTH_PROVIDER=${AUTH_PROVIDER}, whose users and sessions are kept in it wherever the Tambo API is`
      : "on Vercel, where no file outlives a request";
    throw new EnvError([
      `DATABASE_URL: is required ${reason}; take the connection string of a Postgres database, such as Neon's`,
    ]);
  }
  const { openPglite } = await import("./drivers/pglite.ts");
  return openPglite(openDataDir());
}

export async function connectTo(url: string): Promise<DatabaseHandle> {
  if (isNeon(url)) {
    const { openNeon } = await import("./drivers/neon.ts");
    return openNeon(url, appEnv().NEON_BRIDGE);
  }
  const { openPostgres } = await import("./drivers/postgres.ts");
  return openPostgres(url);
}

/** Whether a connection string leads to Neon, which has a driver of its own, or by the bridge to its emulator. */
export function isNeon(url: string): boolean {
  return appEnv().NEON_BRIDGE !== undefined || new URL(url).hostname.endsWith(".neon.tech");
}
