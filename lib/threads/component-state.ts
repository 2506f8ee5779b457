import { and, eq, sql } from "drizzle-orm";
import jsonPatch, { type Operation } from "fast-json-patch";
import { componentStates, messages } from "#drizzle/schema/threads.ts";
import { type OwnerTransaction, withOwner } from "#drizzle/with-owner.ts";
import { HttpError, notFound } from "#lib/http-error.ts";
import { isNestedTooDeep, MAX_NESTING } from "./nesting.ts";

type State = Record<string, unknown>;
type Change = { state: State } | { patch: Operation[] };

export const MAX_STATE_BYTES = 256 * 1024;

/**
 * Changes what a user set in a component and returns the complete new state. `state` is merged by
 * top-level key, since the SDK posts each key alone. Throws 404 for a component that the thread
 * does not show, 400 INVALID_JSON_PATCH, 413.
 */
export async function changeComponentState(
  ownerId: string,
  threadId: string,
  componentId: string,
  change: Change,
): Promise<State> {
  return withOwner(ownerId, async (tx) => {
    if (!(await showsComponent(tx, ownerId, threadId, componentId))) throw notFound("component");
    const key = { ownerId, threadId, componentId };
    // Locks the row, so that two keys posted at once both arrive.
    const [row] = await tx
      .insert(componentStates)
      .values({ ...key, state: {} })
      .onConflictDoUpdate({
        target: [componentStates.ownerId, componentStates.threadId, componentStates.componentId],
        set: { componentId },
      })
      .returning({ state: componentStates.state });
    const current = row?.state ?? {};
    const state =
      "state" in change ? { ...current, ...change.state } : applyPatch(current, change.patch);
    if (Buffer.byteLength(JSON.stringify(state)) > MAX_STATE_BYTES) {
      throw new HttpError(413, "STATE_TOO_LARGE", "state: must be at most 256 KB");
    }
    await tx
      .update(componentStates)
      .set({ state })
      .where(
        and(
          eq(componentStates.ownerId, ownerId),
          eq(componentStates.threadId, threadId),
          eq(componentStates.componentId, componentId),
        ),
      );
    return state;
  });
}

async function showsComponent(
  tx: OwnerTransaction,
  ownerId: string,
  threadId: string,
  componentId: string,
): Promise<boolean> {
  const block = JSON.stringify([{ type: "component", id: componentId }]);
  const found = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.ownerId, ownerId),
        eq(messages.threadId, threadId),
        sql`${messages.content} @> ${block}::jsonb`,
      ),
    )
    .limit(1);
  return found.length > 0;
}

function applyPatch(state: State, patch: Operation[]): State {
  try {
    const changed = jsonPatch.applyPatch<unknown>(state, patch, true, false).newDocument;
    // Each operation may nest deeper where an earlier one stopped.
    if (isObject(changed) && !isNestedTooDeep(JSON.stringify(changed))) return changed;
  } catch (cause) {
    throw invalidPatch("does not apply to the present state", cause);
  }
  throw invalidPatch(`must leave an object of at most ${MAX_NESTING} levels`);
}

function isObject(value: unknown): value is State {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalidPatch(flaw: string, cause?: unknown): HttpError {
  return new HttpError(400, "INVALID_JSON_PATCH", `patch: ${flaw}`, { cause });
}
