import type { LanguageModelUsage, TextStreamPart, ToolSet } from "ai";
import { lt, sql } from "drizzle-orm";
import { type Database, getDb } from "#drizzle/client.ts";
import { usage, usageDays } from "#drizzle/schema/usage.ts";
import { enqueueWrite } from "#lib/base/background.ts";
import { throttle } from "#lib/base/process.ts";
import { deleteLeft } from "#lib/identity/revocation.ts";
import { countUnstored, today } from "./limits.ts";

/** How long usage is kept. */
export const DAYS_KEPT = 31;
const ONE_HOUR = 3_600_000; // milliseconds
const ONE_DAY = 24 * ONE_HOUR;

export type Usage = Omit<typeof usage.$inferInsert, "at">;

/** Notes what an answer has used, once it has ended. It is stored off the request path within a second, and counts here at once. */
export function noteUsage(used: Usage): void {
  const row = { ...used, at: new Date() };
  countUnstored(row, 1);
  enqueueWrite("usage", row, store);
}

/** One statement, which adds a row to the sums if it was not there yet: a batch may come again. */
async function store(rows: (Usage & { at: Date })[]): Promise<void> {
  const db = await getDb();
  // In one order on every instance: otherwise two of them could wait for each other's rows.
  await db.execute(sql`with added as (
      insert into usage (id, project_id, owner_id, kind, model, input_tokens, output_tokens,
        is_estimate, outcome, at, milliseconds)
      select "id", "projectId", "ownerId", "kind", "model", "inputTokens", "outputTokens",
        "isEstimate", "outcome", "at", "milliseconds"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("id" text, "projectId" text,
        "ownerId" text, "kind" text, "model" text, "inputTokens" bigint, "outputTokens" bigint,
        "isEstimate" boolean, "outcome" text, "at" timestamptz, "milliseconds" integer)
      on conflict (id) do nothing returning *
    )
    insert into usage_days (project_id, day, owner_id, runs, errors, input_tokens, output_tokens)
    select project_id, (at at time zone 'UTC')::date, whose, count(*) filter (where kind = 'run'),
      count(*) filter (where outcome not in ('ok', 'CANCELLED')), sum(input_tokens), sum(output_tokens)
    from added, lateral (values (owner_id), ('')) as of (whose)
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (project_id, day, owner_id) do update set
      runs = usage_days.runs + excluded.runs, errors = usage_days.errors + excluded.errors,
      input_tokens = usage_days.input_tokens + excluded.input_tokens,
      output_tokens = usage_days.output_tokens + excluded.output_tokens`);
  for (const row of rows) countUnstored(row, -1);
  await throttle("usage-clean-up", "", deleteOld, ONE_HOUR);
  // As for a user's row in `owners`: another instance may have deleted one of them meanwhile.
  const ids = [...new Set(rows.map(({ ownerId }) => ownerId))];
  await db.execute(deleteLeft(usage, usage.ownerId, usage.at, ids));
}

/** Deletes what is too old, and the sums that a deleted user left behind for the rest of their day. */
async function deleteOld(): Promise<void> {
  const db = await getDb();
  const oldest = new Date(Date.now() - DAYS_KEPT * ONE_DAY);
  await db.delete(usage).where(lt(usage.at, oldest));
  const { day, ownerId } = usageDays;
  await db.delete(usageDays).where(lt(day, oldest.toISOString().slice(0, 10)));
  const begins = sql`(${day}::timestamp at time zone 'UTC')`;
  await db.execute(sql`${deleteLeft(usageDays, ownerId, begins, oldest)} and ${day} < ${today()}`);
}

/**
 * Deletes an owner's usage but for today's sum, which is deleted when the day is over: nobody begins anew
 * by deleting their data.
 */
export async function deleteUsage(tx: Pick<Database, "execute">, ownerId: string): Promise<void> {
  await tx.execute(sql`with of_answers as (delete from usage where owner_id = ${ownerId})
    delete from usage_days where owner_id = ${ownerId} and day < ${today()}`);
}

const CHARACTERS_OF_TOKEN = 4;

/**
 * Adds up what a model says that it uses for an answer, request by request. For a request of which it has
 * said nothing the tokens are estimated: by `estimateSent`, and from the characters that were written.
 */
export function meter(
  answer: Pick<Usage, "id" | "projectId" | "ownerId" | "kind" | "model">,
  estimateSent: () => number,
) {
  const startedAt = performance.now();
  const sum = { inputTokens: 0, outputTokens: 0, isEstimate: false };
  let characters = 0;
  let written = 0;
  let isOpen = true;

  function end({ inputTokens, outputTokens }: Partial<LanguageModelUsage>): void {
    sum.inputTokens += inputTokens ?? Math.ceil(estimateSent());
    sum.outputTokens += outputTokens ?? Math.ceil(written / CHARACTERS_OF_TOKEN);
    sum.isEstimate ||= inputTokens === undefined || outputTokens === undefined;
    isOpen = false;
  }
  return {
    /** Follows an answer, of which a part has so many characters. Returns how many there are by now. */
    follow(part: TextStreamPart<ToolSet>, more: number): number {
      characters += more;
      if (part.type === "start-step") {
        written = 0;
        isOpen = true;
      } else if (part.type === "finish-step") end(part.usage);
      else if (part.type !== "tool-result") written += more;
      return characters;
    },
    /** A request has ended. */
    end,
    /**
     * Notes the answer when it has ended, "ok" or with the code of its error. A provider wants nothing for
     * a request that it refused, but for one that was stopped, or broke off.
     */
    note(outcome: string, isStopped: boolean): void {
      if (isOpen && (isStopped || written > 0)) end({});
      const milliseconds = Math.round(performance.now() - startedAt);
      noteUsage({ ...answer, ...sum, outcome, milliseconds });
    },
  };
}
