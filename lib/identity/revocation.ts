import { and, gt, inArray, isNotNull, lt, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { type Database, getDb } from "#drizzle/client.ts";
import { revocations } from "#drizzle/schema/project.ts";
import { cached } from "#lib/base/cached.ts";
import { persist } from "#lib/base/outage.ts";
import { processWide } from "#lib/base/process.ts";
import { type Owner, sidOf } from "./owner-id.ts";

const ONE_SECOND = 1_000; // milliseconds, like all of these
const ONE_HOUR = 3_600 * ONE_SECOND;
const ONE_DAY = 24 * ONE_HOUR;

/** No browser keeps a cookie longer (RFC 6265bis §5.5), so no session returns after that. */
const KEPT_FOR = 400 * ONE_DAY;
/** No accepted token lives longer. A session does; it is looked up in the table. */
const LONGEST_TOKEN = 25 * ONE_HOUR;
/** A row may become visible this long after its `revokedAt`, because its transaction commits later. */
const OVERLAP = 10 * ONE_SECOND;
/** How late an instance notices a revocation of another one. */
const OLDEST_VIEW = ONE_SECOND;

export interface RevocableToken extends Owner {
  sid: string;
  /** Time of authentication in seconds, with milliseconds as a fraction if they are known. */
  authTime: number;
}

interface View {
  /** `sid` or id of an API key to the time of its revocation. */
  revoked: Map<string, number>;
  /** Owner id to `not_before`. */
  owners: Map<string, number>;
  newestSeen: number;
}

const upToDate = cached("revocations-read", readNews, { maxAge: OLDEST_VIEW });

/** Ends one session of a user: this instance refuses its `sid` at once, others within a second. */
export async function revokeSession(ownerId: string, sessionId: string): Promise<void> {
  await revoke(sidOf(ownerId, sessionId));
}

/** `revokeSession` by the `sid` that a verified token names, and the same for an API key by its id. */
export async function revoke(id: string): Promise<void> {
  await store(id, null);
}

/**
 * Ends every session of an owner that was authenticated until now, but no later one. `alongside` is
 * done in the same transaction, which may be done twice.
 */
export async function signOutEverywhere(ownerId: string, alongside?: Write): Promise<void> {
  await store(ownerId, new Date(), alongside);
}

/** No owner id can have a space in it. */
const DELETED = "deleted ";

/** Notes that an owner's data is deleted now. It ends no session. */
export async function noteDeleted(ownerId: string): Promise<void> {
  await revoke(DELETED + ownerId);
}

/**
 * Deletes rows that were written for owners whose data was deleted at their time or later: of these owners,
 * or of those since a date.
 */
export function deleteLeft(
  table: PgTable,
  ownerId: SQLWrapper,
  time: SQLWrapper,
  among: string[] | Date,
): SQL {
  const isAmong = Array.isArray(among)
    ? sql`id = any(${sql.param(among.map((id) => DELETED + id))}::text[])`
    : sql`id like 'deleted %' and revoked_at >= ${among.toISOString()}::timestamptz`;
  // As an array, so that these few are looked up first, and their rows by them.
  const deleted = sql`array(select substr(id, ${sql.raw(`${DELETED.length + 1}`)}) from ${revocations} where ${isAmong})`;
  return sql`delete from ${table} using ${revocations} r
    where ${ownerId} = any(${deleted}) and r.id = ${DELETED} || ${ownerId} and ${time} <= r.revoked_at`;
}

/**
 * Whether a token's session was ended, by a view of the table that is at most a second old. A session
 * of the same millisecond as `not_before` has ended. If a provider tells only whole seconds, the
 * second's beginning counts, so a session may end that began just after.
 */
export async function isRevoked(token: RevocableToken): Promise<boolean> {
  const view = await upToDate.get();
  const signedIn = toMilliseconds(token.authTime);
  const hasEnded = (notBefore = Number.NEGATIVE_INFINITY) => signedIn <= notBefore;
  return view.revoked.has(token.sid) || idsOf(token).some((id) => hasEnded(view.owners.get(id)));
}

/** The ids by which all sessions of an owner can have been ended. */
const idsOf = ({ ownerId, personalId }: Owner) =>
  personalId === undefined ? [ownerId] : [ownerId, personalId];

/** Whether an API key was revoked in the last 25 hours, by the same view. Afterwards `findProjectByKey` knows. */
export async function isKeyRevoked(keyId: string): Promise<boolean> {
  return (await upToDate.get()).revoked.has(keyId);
}

/** Whether a provider session was ended. It asks the table, because a session may be older than any token. */
export function isSessionEnded(owner: Owner, sessionId: string, startedAt: Date): Promise<boolean> {
  const authTime = startedAt.getTime() / ONE_SECOND;
  const sid = sidOf(owner.personalId ?? owner.ownerId, sessionId);
  return isRevokedNow({ ...owner, sid, authTime });
}

/** `isRevoked` by the table itself. */
export async function isRevokedNow(token: RevocableToken): Promise<boolean> {
  const db = await getDb();
  const rows = await db
    .select({ notBefore: revocations.notBefore })
    .from(revocations)
    .where(inArray(revocations.id, [token.sid, ...idsOf(token)]));
  return rows.some(
    ({ notBefore }) => notBefore === null || toMilliseconds(token.authTime) <= notBefore.getTime(),
  );
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000);
}

function getView(): View {
  return processWide("revocations", () => ({
    revoked: new Map(),
    owners: new Map(),
    newestSeen: 0,
  }));
}

type Write = (tx: Pick<Database, "insert">) => Promise<void>;

async function store(id: string, notBefore: Date | null, alongside?: Write): Promise<void> {
  const db = await getDb();
  const row = { notBefore, revokedAt: sql`now()`, expiresAt: new Date(Date.now() + KEPT_FOR) };
  const insert = async (tx: Pick<Database, "insert">) => {
    await tx
      .insert(revocations)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: revocations.id, set: row });
    await alongside?.(tx);
  };
  await persist(async () => {
    await (alongside ? db.transaction(insert) : insert(db));
    await db.delete(revocations).where(lt(revocations.expiresAt, new Date()));
  });
  remember(getView(), { id, notBefore, revokedAt: new Date() });
}

async function readNews(): Promise<View> {
  const view = getView();
  const startedAt = Date.now();
  const { id, notBefore, revokedAt } = revocations;
  const since = view.newestSeen - OVERLAP;
  const isSince = (time: number) => gt(revokedAt, new Date(time));
  const ofOwner = and(isNotNull(notBefore), isSince(since));
  const db = await getDb();
  const rows = await db
    .select({ id, notBefore, revokedAt })
    .from(revocations)
    .where(or(ofOwner, isSince(Math.max(since, startedAt - LONGEST_TOKEN))))
    .orderBy(revokedAt);
  for (const row of rows) {
    remember(view, row);
    view.newestSeen = Math.max(view.newestSeen, row.revokedAt.getTime());
  }
  for (const [sid, time] of view.revoked) {
    // The map is in the order of time.
    if (time > startedAt - LONGEST_TOKEN) break;
    view.revoked.delete(sid);
  }
  return view;
}

function remember(
  view: View,
  { id, notBefore, revokedAt }: { id: string; notBefore: Date | null; revokedAt: Date },
): void {
  if (notBefore) {
    view.owners.set(id, notBefore.getTime());
    return;
  }
  // Deleted first, so that the map stays in the order of time.
  view.revoked.delete(id);
  view.revoked.set(id, revokedAt.getTime());
}
