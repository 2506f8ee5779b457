import { setTimeout } from "node:timers/promises";
import { and, eq, lte, sql } from "drizzle-orm";
import jsonPatch, { type Operation } from "fast-json-patch";
import { componentStates } from "#drizzle/schema/threads.ts";
import { type OwnerTransaction, withOwner } from "#drizzle/with-owner.ts";
import { HttpError, notFound } from "#lib/base/http/http-error.ts";
import { isNestedTooDeep, isObject, MAX_NESTING } from "#lib/base/json.ts";
import { isThread } from "./find-threads.ts";
import { LONGEST_SAVE_INTERVAL_MILLISECONDS } from "./thread.ts";

type State = Record<string, unknown>;
type Change = { state: State } | { patch: Operation[] };

export const MAX_STATE_BYTES = 256 * 1024;
/** For all components of a thread together, because they are read with each of its pages. */
const MAX_STATES_BYTES = 2 * 1024 * 1024;

const POLL_MILLISECONDS = 100;
const TIMEOUT_MILLISECONDS = LONGEST_SAVE_INTERVAL_MILLISECONDS + 500;

/**
 * Changes the state of a component and returns the whole new state. `state` is merged by top-level key,
 * because the SDK posts each key alone. A running answer stores a new component only with its next
 * save, so this waits for it. Throws 404 for a component that the thread does not have, 400
 * INVALID_JSON_PATCH, 413.
 */
export async function changeComponentState(
  ownerId: string,
  threadId: string,
  componentId: string,
  change: Change,
): Promise<State> {
  const key = { ownerId, threadId, componentId };
  for (let waited = 0; waited <= TIMEOUT_MILLISECONDS; waited += POLL_MILLISECONDS) {
    const changed = await withOwner(ownerId, async (tx) => {
      const sight = await lookFor(tx, key);
      return sight === "shown" ? changeStored(tx, key, change) : sight;
    });
    if (typeof changed === "object") return changed;
    if (changed === "absent") break;
    await setTimeout(POLL_MILLISECONDS);
  }
  throw notFound("component");
}

type Key = Record<"ownerId" | "threadId" | "componentId", string>;

/** Both in one statement: between two statements a run could store the component and end. */
async function lookFor(
  tx: OwnerTransaction,
  { ownerId, threadId, componentId }: Key,
): Promise<"shown" | "perhaps-soon" | "absent"> {
  const id = JSON.stringify(componentId);
  const { rows } = await tx.execute<{ shown: boolean; held: boolean }>(
    sql`select lease_expires_at > clock_timestamp() as held, exists (
        select from messages m where m.owner_id = ${ownerId} and m.thread_id = ${threadId}
          and m.role = 'assistant' and m.component_ids @> ${id}::jsonb
      ) as shown from threads where ${isThread(ownerId, threadId)}`,
  );
  if (rows[0]?.shown) return "shown";
  return rows[0]?.held ? "perhaps-soon" : "absent";
}

async function changeStored(tx: OwnerTransaction, key: Key, change: Change): Promise<State> {
  // Locks the row, so that two keys posted at the same time are both stored.
  const [row] = await tx
    .insert(componentStates)
    .values({ ...key, state: {} })
    .onConflictDoUpdate({
      target: [componentStates.ownerId, componentStates.threadId, componentStates.componentId],
      set: { componentId: key.componentId },
    })
    .returning({ state: componentStates.state });
  const current = row?.state ?? {};
  const state =
    "state" in change ? { ...current, ...change.state } : applyPatch(current, change.patch);
  const bytes = Buffer.byteLength(JSON.stringify(state));
  if (bytes > MAX_STATE_BYTES) throw tooLarge("must be", MAX_STATE_BYTES, bytes);
  const others = sql<number>`(
    select coalesce(sum(s.state_bytes), 0) from ${componentStates} s
    where s.owner_id = ${key.ownerId} and s.thread_id = ${key.threadId}
      and s.component_id <> ${key.componentId}
  )`;
  const changed = await tx
    .update(componentStates)
    .set({ state })
    .where(
      and(
        eq(componentStates.ownerId, key.ownerId),
        eq(componentStates.threadId, key.threadId),
        eq(componentStates.componentId, key.componentId),
        lte(others, MAX_STATES_BYTES - bytes),
      ),
    )
    .returning({ componentId: componentStates.componentId });
  if (changed.length > 0) return state;
  throw tooLarge("with those of the thread's other components it must be", MAX_STATES_BYTES);
}

function tooLarge(what: string, limit: number, bytes?: number): HttpError {
  const found = bytes === undefined ? "" : `, not ${Math.ceil(bytes / 1024)} KB`;
  const message = `state: ${what} at most ${limit / 1024} KB${found}`;
  return new HttpError(413, "STATE_TOO_LARGE", message);
}

function applyPatch(state: State, patch: Operation[]): State {
  try {
    const changed = jsonPatch.applyPatch<unknown>(state, patch, true, false).newDocument;
    // Several operations may nest deeper together than each does alone.
    if (isObject(changed) && !isNestedTooDeep(JSON.stringify(changed))) return changed;
  } catch (cause) {
    throw invalidPatch("does not apply to the present state", cause);
  }
  throw invalidPatch(`must leave an object of at most ${MAX_NESTING} levels`);
}

function invalidPatch(flaw: string, cause?: unknown): HttpError {
  return new HttpError(400, "INVALID_JSON_PATCH", `patch: ${flaw}`, { cause });
}
