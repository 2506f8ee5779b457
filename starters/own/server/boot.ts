import { providerTrust } from "#adapters/trust.ts";
import { findRoleProblem, openDatabase } from "#drizzle/client.ts";
import { appEnv, isEnvError } from "#lib/base/env.ts";
import { withReserve } from "#lib/base/outage.ts";
import { processWide } from "#lib/base/process.ts";
import { mcpServers } from "#lib/mcp/servers.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { expireAllLeases } from "#lib/runs/store.ts";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { readLimits } from "#lib/usage/limits.ts";

/**
 * Checks the configuration, opens the database and makes what the first start needs, once per process.
 * On failure a production server exits with the reason. In development and on Vercel, which would
 * restart it, the server stays and each request fails with the reason.
 */
export async function boot(): Promise<void> {
  try {
    // The app starts on an almost full disk, because stored data can still be read.
    await processWide("boot", () => withReserve(start));
  } catch (error) {
    console.error(isEnvError(error) ? error.message : error);
    if (process.env.NODE_ENV === "production" && !process.env.VERCEL) process.exit(1);
  }
}

async function start(): Promise<void> {
  appEnv();
  await providerTrust();
  await modelFor();
  mcpServers();
  readLimits();
  const { kind, db } = await openDatabase();
  const roleProblem = kind !== "pglite" && (await findRoleProblem(db));
  if (roleProblem) console.warn(roleProblem);
  // Not earlier: it may write a secret to DATA_DIR, which is locked now.
  await openRootKey();
  await defaultProject();
  // No other process uses an embedded database, so no run can be alive.
  if (kind === "pglite") await expireAllLeases();
}
