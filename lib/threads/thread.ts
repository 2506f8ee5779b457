import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { type RunError, threads } from "#drizzle/schema/threads.ts";

type Kind = "thr" | "msg" | "run" | "comp" | "call" | "sug" | "notice" | "use";

/** A new id of 120 random bits. The client makes ids of its own with other prefixes. */
export function newId(kind: Kind): string {
  return `${kind}_${randomBytes(15).toString("base64url")}`;
}

/** How long a run holds its thread without renewing the lease. A crash locks a thread no longer. */
export const LEASE_SECONDS = 10;

/** How often a run stores its answer, renews its lease and learns whether another instance cancelled it. */
export const SAVE_INTERVAL_MILLISECONDS = 500;
/** How seldom at most, which is well within the lease: a process with many runs gives each of them fewer saves. */
export const LONGEST_SAVE_INTERVAL_MILLISECONDS = 2_000;

/** Selects whether a run holds the thread. Leases use the database's clock. When one has expired, the run's process is gone. */
export const isRunning = sql<boolean>`coalesce(${threads.leaseExpiresAt} > clock_timestamp(), false)`;

/** The error of a run whose process is gone. */
export const INTERRUPTED: RunError = {
  code: "INTERRUPTED",
  message: "The server stopped during this answer",
};

const shown = {
  id: threads.id,
  name: threads.name,
  metadata: threads.metadata,
  createdAt: threads.createdAt,
  updatedAt: threads.updatedAt,
  currentRunId: threads.currentRunId,
  lastCompletedRunId: threads.lastCompletedRunId,
  lastRunCancelled: threads.lastRunCancelled,
  lastRunError: threads.lastRunError,
  pendingToolCallIds: threads.pendingToolCallIds,
  archivedAt: threads.archivedAt,
};

/** The columns for `toThread`. */
export const threadColumns = { ...shown, isRunning };

export type ThreadRow = Pick<typeof threads.$inferSelect, keyof typeof shown> & {
  isRunning: boolean;
};

export type Thread = ReturnType<typeof toThread>;

/** A thread as the API shows it. Absent values are left out, never null. */
export function toThread(row: ThreadRow) {
  const waiting = row.pendingToolCallIds.length > 0;
  const currentRunId = row.currentRunId ?? undefined;
  const interruptedRunId = row.isRunning ? undefined : currentRunId;
  const error = interruptedRunId ? INTERRUPTED : row.lastRunError;
  return {
    id: row.id,
    name: row.name ?? undefined,
    runStatus: row.isRunning ? "streaming" : waiting ? "waiting" : "idle",
    currentRunId: row.isRunning ? currentRunId : undefined,
    pendingToolCallIds: waiting ? row.pendingToolCallIds : undefined,
    lastCompletedRunId: interruptedRunId ?? row.lastCompletedRunId ?? undefined,
    lastRunCancelled: row.lastRunCancelled || undefined,
    // Its cause is for admins.
    lastRunError: error ? { code: error.code, message: error.message } : undefined,
    metadata: row.metadata ?? undefined,
    archived: row.archivedAt !== null || undefined,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
