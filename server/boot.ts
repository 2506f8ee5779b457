import { dropSdkAddresses } from "#adapters/sdk-addresses.ts";
import { providerTrust } from "#adapters/trust.ts";
import { deriveKey, openRootKey } from "#drizzle/app-secret.ts";
import { type DatabaseHandle, openDatabase } from "#drizzle/client.ts";
import { findRoleProblem } from "#drizzle/serving-role.ts";
import { makeClaimLink } from "#lib/admin/admins.ts";
import { appEnv, hasDatabase, isEnvError } from "#lib/base/env.ts";
import { withReserve } from "#lib/base/outage.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { expireAllLeases } from "#lib/runs/store.ts";
import { connectFloors } from "./hooks.ts";

/**
 * Checks the configuration, opens and migrates the database where there is one, makes the default
 * project. Once per process, whichever module graph asks first. Throws EnvError where the configuration
 * is at fault.
 */
export function boot(): Promise<DatabaseHandle | undefined> {
  // An almost full disk is no reason not to start: what is stored can be read.
  return processWide("boot", () => withReserve(start));
}

async function start(): Promise<DatabaseHandle | undefined> {
  connectFloors();
  appEnv();
  for (const name of dropSdkAddresses(process.env)) {
    console.warn(`${name} is ignored: every address comes from APP_URL`);
  }
  await providerTrust();
  await modelFor();
  const database = hasDatabase() ? await openDatabase() : undefined;
  const isServer = database && database.kind !== "pglite";
  const roleProblem = isServer && (await findRoleProblem(database.db));
  if (roleProblem) console.warn(roleProblem);
  // Only now is DATA_DIR ours, where a secret may have to be made.
  await openRootKey();
  shareActionKey();
  await defaultProject();
  // Embedded: no other process has these files, so whatever ran before is dead.
  if (database?.kind === "pglite") await expireAllLeases();
  return database;
}

/**
 * What Next encrypts between a page and its actions can be read by every instance on this database,
 * and by none that has only the build.
 */
function shareActionKey(): void {
  const key = Buffer.from(deriveKey("server-actions")).toString("base64");
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= key;
}

/**
 * `boot` for a host that Next runs. A production server of one's own ends with the reason; while
 * editing, and where the platform restarts whatever ends, the app stays and each request fails with it.
 */
export async function bootOrExit(): Promise<void> {
  try {
    await boot();
    if (process.env.NODE_ENV === "development") await announceClaimLink();
  } catch (error) {
    console.error(isEnvError(error) ? error.message : error);
    if (process.env.NODE_ENV === "production" && !process.env.VERCEL) process.exit(1);
  }
}

/** Prints the link that makes the first admin, where there is none. */
export async function announceClaimLink(): Promise<void> {
  const link = await withReserve(makeClaimLink);
  if (!link) return;
  console.log(
    `There is no admin yet. Whoever opens this first, within an hour, becomes it:\n${link}`,
  );
}
