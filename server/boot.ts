import { ignoreSdkAddresses, sayIgnored } from "#adapters/sdk-addresses.ts";
import { providerTrust } from "#adapters/trust.ts";
import { type DatabaseHandle, findRoleProblem, openDatabase } from "#drizzle/client.ts";
import { lacksAdmin } from "#lib/admin/admins.ts";
import { makeClaimLink } from "#lib/admin/claims.ts";
import { appEnv, EnvError, hasDatabase, isEnvError } from "#lib/base/env.ts";
import { observability } from "#lib/base/observability.ts";
import { findDiskFull, withReserve } from "#lib/base/outage.ts";
import { processWide } from "#lib/base/process.ts";
import { failedStart } from "#lib/base/read-env.ts";
import { mcpServers } from "#lib/mcp/servers.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { modelFor, transcriptionModel } from "#lib/runs/models/model.ts";
import { expireAllLeases } from "#lib/runs/store.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { readStore } from "#lib/uploads/store.ts";
import { readLimits } from "#lib/usage/limits.ts";
import { connectFloors } from "./hooks.ts";
import { watch } from "./watch.ts";

/**
 * Checks the configuration, opens and migrates the database if there is one, and makes the default
 * project, once per process. Throws EnvError if the configuration is wrong.
 */
export function boot(): Promise<DatabaseHandle | undefined> {
  // The app starts on an almost full disk, because stored data can still be read.
  return processWide("boot", () =>
    withReserve(start).catch((error) => {
      const full = findDiskFull(error);
      throw full && !isEnvError(full) ? new EnvError([full.message]) : error;
    }),
  );
}

async function start(): Promise<DatabaseHandle | undefined> {
  connectFloors();
  appEnv();
  await watch(observability());
  for (const name of ignoreSdkAddresses(process)) console.warn(sayIgnored(name));
  await providerTrust();
  await modelFor();
  await transcriptionModel();
  mcpServers();
  readLimits();
  readStore();
  const database = hasDatabase() ? await openDatabase() : undefined;
  const isServer = database && database.kind !== "pglite";
  const roleProblem = isServer && (await findRoleProblem(database.db));
  if (roleProblem) console.warn(roleProblem);
  // Not earlier: it may write a secret to DATA_DIR, which is locked now.
  await openRootKey();
  shareActionKey();
  await defaultProject();
  // No other process uses an embedded database, so no run can be alive.
  if (database?.kind === "pglite") await expireAllLeases();
  return database;
}

/** Lets every instance on this database decrypt what Next encrypts between a page and its actions. */
function shareActionKey(): void {
  const key = Buffer.from(deriveKey("server-actions")).toString("base64");
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= key;
}

/**
 * `boot` where Next is the server. On failure a self-hosted production server exits. On Vercel, which
 * would restart it, the server stays and each request fails with the reason; in development each page
 * is /setup.
 */
export async function bootOrExit(): Promise<void> {
  const isDevelopment = process.env.NODE_ENV === "development";
  const start = async () => {
    await boot();
    if (isDevelopment) await announceClaimLink();
    else if (process.env.VERCEL && (await lacksAdmin())) console.log(HOW_TO_NAME_ADMIN);
  };
  try {
    await start();
  } catch (error) {
    console.error(isEnvError(error) ? error.message : error);
    if (process.env.NODE_ENV === "production" && !process.env.VERCEL) process.exit(1);
    // Pages say what is missing, until what is edited meanwhile is right.
    if (isDevelopment && isEnvError(error)) failedStart().retry = start;
  }
}

/** On Vercel instances start all the time, and many read the log: no place for a link. */
const HOW_TO_NAME_ADMIN =
  "There is no admin yet. `npm run admin -- <address or owner id>`, with this deployment's DATABASE_URL and AUTH_PROVIDER, makes one";

/** Prints the link that makes the first admin, if there is no admin. */
export async function announceClaimLink(): Promise<void> {
  const link = await withReserve(makeClaimLink);
  if (!link) return;
  console.log(
    `There is no admin yet. The first user to open this link within an hour becomes the admin:\n${link}`,
  );
}
