/** How long a run holds its thread without a sign of life. A crash locks a thread no longer than this. */
export const LEASE_SECONDS = 10;

/** How often a run stores what it has, renews its lease and learns that it was cancelled elsewhere. */
export const SAVE_INTERVAL_MILLISECONDS = 500;

export interface Lease {
  currentRunId: string | null;
  leaseExpiresAt: Date | null;
}

/** Whether a run holds the thread. An expired lease counts as idle: its process is gone. */
export function isRunning(thread: Lease, now = new Date()): boolean {
  return (
    thread.currentRunId !== null && thread.leaseExpiresAt !== null && thread.leaseExpiresAt > now
  );
}
