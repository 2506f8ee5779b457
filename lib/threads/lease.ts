import { sql } from "drizzle-orm";
import { type RunError, threads } from "#drizzle/schema/threads.ts";

/** How long a run holds its thread without a sign of life. A crash locks a thread no longer than this. */
export const LEASE_SECONDS = 10;

/** How often a run stores what it has, renews its lease and learns that it was cancelled elsewhere. */
export const SAVE_INTERVAL_MILLISECONDS = 500;

/** Whether a run holds the thread, to be selected with it: leases go by the database's clock. One that has expired holds nothing: its process is gone. */
export const isRunning = sql<boolean>`coalesce(${threads.leaseExpiresAt} > clock_timestamp(), false)`;

/** How a run ends whose process is gone. */
export const INTERRUPTED: RunError = {
  code: "INTERRUPTED",
  message: "The server stopped during this answer",
};
