import { and, desc, eq, getTableColumns, gt, lt, sql } from "drizzle-orm";
import { type Database, getDb } from "#drizzle/client.ts";
import { activity, exchangeHours } from "#drizzle/schema/settings.ts";
import { enqueueWrite } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { throttle } from "#lib/base/process.ts";
import { deleteOldGuests } from "./guests.ts";

const ONE_HOUR = 3_600_000; // milliseconds
const ONE_DAY = 24 * ONE_HOUR;
/** In characters. An unverified issuer can be any text. */
const LONGEST_TEXT = 300;
const LONGEST_SHOWN = 2_000;

export type ActivityKind =
  | "exchange"
  | "admin.claimed"
  | "admin.added"
  | "admin.removed"
  | "api_key.created"
  | "api_key.revoked"
  | "api_key.changed"
  | "invitation.made"
  | "invitation.accepted"
  | "invitation.withdrawn"
  | "issuer.added"
  | "issuer.changed"
  | "issuer.removed"
  | "strategy.changed"
  | "user.signed_out"
  | "user.deleted";

export interface Activity extends Omit<typeof activity.$inferInsert, "id" | "at"> {
  kind: ActivityKind;
}

/** Notes an activity, which is stored off the request path within a second. */
export function noteActivity({ issuer, detail, ...entry }: Activity): void {
  const cut = (text?: string | null) =>
    text?.slice(0, LONGEST_TEXT).replaceAll("\0", "").toWellFormed();
  const row = { ...entry, at: new Date(), issuer: cut(issuer), detail: cut(detail) };
  enqueueWrite("activity", row, async (rows: Numbered<typeof row>[]) => {
    const db = await getDb();
    await throttle("activity-clean-up", "", deleteOld, ONE_HOUR);
    const unnumbered = rows.filter(({ id }) => id === undefined);
    const ids = await takeIds(unnumbered.length);
    // Before the first try, so that the next one finds them: a row whose answer was lost is there already.
    for (const [at, row] of unnumbered.entries()) row.id = ids[at];
    // As one value: the builder would take longer for a thousand rows than all else that led to them.
    await db.execute(sql`with added as (
        insert into ${activity} overriding system value
        select * from json_populate_recordset(null::${activity}, ${JSON.stringify(rows.map(toColumns))}::json)
        on conflict do nothing returning *
      )
      insert into ${exchangeHours} (project_id, hour, ok, refused)
      select project_id, date_trunc('hour', at, 'UTC'), count(*) filter (where outcome = 'ok'),
        count(*) filter (where outcome = 'refused')
      from added where kind = 'exchange' group by 1, 2 order by 1, 2
      on conflict (project_id, hour) do update set
        ok = exchange_hours.ok + excluded.ok, refused = exchange_hours.refused + excluded.refused`);
  });
}

const columns = Object.entries(getTableColumns(activity));

const toColumns = (row: Partial<typeof activity.$inferInsert>) =>
  Object.fromEntries(columns.map(([name, column]) => [column.name, row[name as keyof typeof row]]));

type Numbered<Row> = Row & { id?: number };

/** Ids of new entries. One that has its id is not written twice. */
export async function takeIds(many: number): Promise<number[]> {
  if (many === 0) return [];
  const db = await getDb();
  const { rows } = await db.execute<{ id: string }>(
    sql`select nextval('activity_id_seq') as id from generate_series(1, ${many})`,
  );
  return rows.map(({ id }) => Number(id));
}

/**
 * Notes a change of the settings in the transaction that makes it, so that neither is kept without
 * the other. A transaction that may be done twice gives it an id.
 */
export async function recordChange(
  tx: Pick<Database, "insert">,
  change: Omit<Activity, "outcome"> & { id?: number },
): Promise<void> {
  await tx
    .insert(activity)
    .overridingSystemValue()
    .values({ ...change, outcome: "ok", at: new Date() })
    .onConflictDoNothing();
}

type Values = Record<string, string | string[] | null | undefined>;

/** The differences between old and new values, as "audience: chat → web". */
export function describeChanges(before: Values, after: Values): string {
  const write = (value: Values[string]) => [value ?? "none"].flat().join(", ");
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, old: write(before[name]), new: write(after[name]) }))
    .filter((one) => one.old !== one.new)
    .map((one) => `${one.name}: ${one.old} → ${one.new}`)
    .join("; ");
}

/** Deletes what is older than ACTIVITY_DAYS, and guests whose time is over. */
async function deleteOld(): Promise<void> {
  const oldest = new Date(Date.now() - appEnv().ACTIVITY_DAYS * ONE_DAY);
  const db = await getDb();
  await db.delete(activity).where(lt(activity.at, oldest));
  await db.delete(exchangeHours).where(lt(exchangeHours.hour, oldest));
  await deleteOldGuests();
}

interface ActivityFilter {
  outcome?: Activity["outcome"];
  ownerId?: string;
  /** The id of the last entry of the page before. */
  before?: number;
}

/** A page of a project's activity, newest first. */
export async function listActivity(projectId: string, filter: ActivityFilter, limit: number) {
  const db = await getDb();
  return db
    .select({
      id: activity.id,
      at: activity.at,
      kind: activity.kind,
      outcome: activity.outcome,
      issuer: activity.issuer,
      ownerId: activity.ownerId,
      // Changes are stored whole, but a page of them must not grow without bound.
      detail: sql<string | null>`left(${activity.detail}, ${LONGEST_SHOWN})`,
    })
    .from(activity)
    .where(
      and(
        eq(activity.projectId, projectId),
        filter.outcome && eq(activity.outcome, filter.outcome),
        filter.ownerId ? eq(activity.ownerId, filter.ownerId) : undefined,
        filter.before ? lt(activity.id, filter.before) : undefined,
      ),
    )
    .orderBy(desc(activity.id))
    .limit(limit);
}

/** A project's exchanges per hour since a time, whose hour is whole, oldest first, without empty hours. */
export async function countExchangesPerHour(projectId: string, since: Date) {
  const { hour, ok, refused } = exchangeHours;
  const db = await getDb();
  return db
    .select({ hour, ok, refused })
    .from(exchangeHours)
    .where(
      and(eq(exchangeHours.projectId, projectId), gt(hour, new Date(since.getTime() - ONE_HOUR))),
    )
    .orderBy(hour);
}
