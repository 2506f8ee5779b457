import { z } from "zod";
import type { DatabaseHandle } from "#drizzle/database.ts";
import { openNeon } from "#drizzle/drivers/neon.ts";
import { withQueryTimeout } from "#drizzle/drivers/pool.ts";
import { appEnv, EnvError, readEnv } from "#lib/base/env.ts";

/** Only with the emulator. */
const bridge = () => readEnv({ NEON_BRIDGE: z.string().optional() }).NEON_BRIDGE;

/** Opens the database at DATABASE_URL. A query without an answer is given up, unless it `mayTakeLong`. Throws EnvError. */
export async function connect(mayTakeLong = false): Promise<DatabaseHandle> {
  const { DATABASE_URL } = appEnv();
  if (!DATABASE_URL)
    throw new EnvError(["DATABASE_URL: is missing; Neon's console shows it under Connect"]);
  return openNeon(mayTakeLong ? DATABASE_URL : withQueryTimeout(DATABASE_URL), bridge());
}

/** Whether a connection string leads to Neon, or by the bridge to its emulator. */
export function isNeon(url: string): boolean {
  return bridge() !== undefined || new URL(url).hostname.endsWith(".neon.tech");
}
