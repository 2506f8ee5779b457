import { sql } from "drizzle-orm";
import { type RunError, threads } from "#drizzle/schema/threads.ts";

/** How long a run holds its thread without renewing the lease. A crash locks a thread no longer. */
export const LEASE_SECONDS = 10;

/** How often a run stores its answer, renews its lease and learns whether another instance cancelled it. */
export const SAVE_INTERVAL_MILLISECONDS = 500;

/** Selects whether a run holds the thread. Leases use the database's clock. When one has expired, the run's process is gone. */
export const isRunning = sql<boolean>`coalesce(${threads.leaseExpiresAt} > clock_timestamp(), false)`;

/** The error of a run whose process is gone. */
export const INTERRUPTED: RunError = {
  code: "INTERRUPTED",
  message: "The server stopped during this answer",
};
