import { sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { type RunError, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { toStorableJson } from "#lib/base/json.ts";
import { persist } from "#lib/base/outage.ts";
import type { ContentBlock } from "#lib/threads/content.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { INTERRUPTED, isRunning, LEASE_SECONDS } from "#lib/threads/thread.ts";

export interface RunKey {
  ownerId: string;
  threadId: string;
  runId: string;
}

export interface StoredMessage {
  id: string;
  role: "assistant" | "user";
  content: ContentBlock[];
  reasoning?: string[];
  isCancelled: boolean;
  createdAt: Date;
}

interface RunEnd {
  messages: StoredMessage[];
  pendingToolCallIds: string[];
  isCancelled: boolean;
  error?: RunError;
}

export const newLease = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;

const holds = ({ ownerId, threadId, runId }: RunKey) =>
  sql`${isThread(ownerId, threadId)} and ${threads.currentRunId} = ${runId}`;

/**
 * Writes messages if the run still holds the thread, by the result of a statement called `held`. Storable
 * JSON is a last safeguard: one bad character must not keep an answer from being stored.
 */
const saveMessages = ({ ownerId, threadId }: RunKey, messages: StoredMessage[]) => sql`
  insert into messages
    (owner_id, thread_id, id, role, content, reasoning, is_cancelled, created_at)
  select ${ownerId}, ${threadId}, m."id", m."role", m."content", m."reasoning", m."isCancelled", m."createdAt"
  from held, jsonb_to_recordset(${toStorableJson(JSON.stringify(messages))}::jsonb) as m("id" text, "role" text,
    "content" jsonb, "reasoning" text[], "isCancelled" boolean, "createdAt" timestamptz)
  on conflict (owner_id, thread_id, id) do update set content = excluded.content,
    reasoning = excluded.reasoning, is_cancelled = excluded.is_cancelled`;

/**
 * Renews the run's lease and stores its answer so far, in one statement. Returns whether the run still
 * holds the thread, and whether another instance asked to cancel it.
 */
export async function saveProgress(
  run: RunKey,
  messages: StoredMessage[],
): Promise<"held" | "cancelled" | "lost"> {
  const { rows } = await withOwner(run.ownerId, (tx) =>
    tx.execute<{ cancel_requested: boolean }>(
      sql`with held as (
        update threads set lease_expires_at = ${newLease} where ${holds(run)}
        returning cancel_requested
      ), saved as (${saveMessages(run, messages)})
      select cancel_requested from held`,
    ),
  );
  if (!rows[0]) return "lost";
  return rows[0].cancel_requested ? "cancelled" : "held";
}

/** Longer than the lease, because the thread is still this run's if nobody took it meanwhile. */
const END_PERSISTENCE = 30_000; // milliseconds

/**
 * Ends the run and stores its last messages, in one statement that is repeated through an outage of the
 * database. False if the run has lost the thread; then nothing is stored.
 */
export async function endRun(run: RunKey, end: RunEnd): Promise<boolean> {
  const pending = JSON.stringify(end.pendingToolCallIds);
  const write = () =>
    withOwner(run.ownerId, (tx) =>
      tx.execute(
        sql`with held as (
        update threads set current_run_id = null, lease_expires_at = null,
          cancel_requested = false, last_completed_run_id = current_run_id,
          last_run_cancelled = ${end.isCancelled},
          last_run_error = ${end.error ? JSON.stringify(end.error) : null}::jsonb,
          pending_tool_call_ids = array(select jsonb_array_elements_text(${pending}::jsonb)),
          updated_at = greatest(updated_at, clock_timestamp())
        where ${holds(run)} returning id
      ), saved as (${saveMessages(run, end.messages)})
      select id from held
      union all
      -- An earlier try may have stored the end and lost its answer.
      select id from threads where ${isThread(run.ownerId, run.threadId)}
        and current_run_id is null and last_completed_run_id = ${run.runId}
        and last_run_cancelled = ${end.isCancelled}`,
      ),
    );
  const { rows } = await persist(write, END_PERSISTENCE);
  return rows.length > 0;
}

/** Asks the instance that carries out a run to cancel it. False if the run does not hold the thread. */
export async function requestCancel(run: RunKey): Promise<boolean> {
  const { rows } = await withOwner(run.ownerId, (tx) =>
    tx.execute(
      sql`update threads set cancel_requested = true
        where ${holds(run)} and ${isRunning} returning id`,
    ),
  );
  return rows.length > 0;
}

/** How a run of this thread ended; undefined while it holds the thread. */
export async function findRunEnd(run: RunKey): Promise<"cancelled" | "other" | undefined> {
  const { rows } = await withOwner(run.ownerId, (tx) =>
    tx.execute<{ is_running: boolean; is_cancelled: boolean }>(
      sql`select current_run_id is not distinct from ${run.runId} as is_running,
          last_run_cancelled and last_completed_run_id = ${run.runId} as is_cancelled
        from threads where ${isThread(run.ownerId, run.threadId)}`,
    ),
  );
  if (rows[0]?.is_running) return undefined;
  return rows[0]?.is_cancelled ? "cancelled" : "other";
}

/**
 * Frees every thread. Only for the start on an embedded database: no other process uses it, so each
 * lease belongs to a run that was killed.
 */
export async function expireAllLeases(): Promise<void> {
  const db = await getDb();
  await db.execute(sql`update threads set last_completed_run_id = current_run_id,
      last_run_cancelled = false, last_run_error = ${JSON.stringify(INTERRUPTED)}::jsonb,
      current_run_id = null, lease_expires_at = null, cancel_requested = false
    where current_run_id is not null`);
}
