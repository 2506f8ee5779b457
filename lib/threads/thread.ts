import type { RunError, threads } from "#drizzle/schema/threads.ts";
import { isRunning } from "#lib/runs/lease.ts";

export type ThreadRow = typeof threads.$inferSelect;

/** A thread as the API shows it. Absent values are left out, never null. */
export interface Thread {
  id: string;
  name?: string;
  runStatus: "idle" | "waiting" | "streaming";
  currentRunId?: string;
  pendingToolCallIds?: string[];
  lastCompletedRunId?: string;
  lastRunCancelled?: true;
  lastRunError?: { code: string; message: string };
  metadata?: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

function toPublicError({ code, message }: RunError) {
  return { code, message };
}

export function toThread(row: ThreadRow): Thread {
  const running = isRunning(row, new Date());
  const waiting = row.pendingToolCallIds.length > 0;
  return {
    id: row.id,
    name: row.name ?? undefined,
    runStatus: running ? "streaming" : waiting ? "waiting" : "idle",
    currentRunId: running ? (row.currentRunId ?? undefined) : undefined,
    pendingToolCallIds: waiting ? row.pendingToolCallIds : undefined,
    lastCompletedRunId: row.lastCompletedRunId ?? undefined,
    lastRunCancelled: row.lastRunCancelled || undefined,
    lastRunError: row.lastRunError ? toPublicError(row.lastRunError) : undefined,
    metadata: row.metadata ?? undefined,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
