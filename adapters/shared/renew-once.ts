import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, lte, sql } from "drizzle-orm";
import { deriveKey, openRootKey } from "#drizzle/app-secret.ts";
import { getDb } from "#drizzle/client.ts";
import { renewals as table } from "#drizzle/schema/renewals.ts";
import { appEnv } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { seal, unseal } from "#lib/base/seal.ts";

/** How long requests that still carry the old cookie get the renewal of the one that came first. */
const GRACE = 30_000; // milliseconds, as all of these
/** Longer than a provider is waited for. Of an instance that died the next one takes over then. */
const LEASE = 15_000;
const LOOK_AGAIN = 100;

interface Renewal {
  result: Promise<unknown>;
  /** Absent while it is under way. */
  endedAt?: number;
}

/**
 * Renews a provider session once for all requests that carry the same refresh token: a page's
 * parallel requests, other tabs, and those on their way when the first was answered. A rotating
 * refresh token that is used twice ends the whole session at the provider. A failure is not kept,
 * nor is a result for which `isSpent` is false: the refresh token is as good as before. The result
 * is what JSON can say.
 */
export function renewOnce<T>(
  refreshToken: string,
  renew: () => Promise<T>,
  isSpent: (result: T) => boolean = () => true,
): Promise<T> {
  const renewals = processWide("renewals", () => new Map<string, Renewal>());
  const now = Date.now();
  for (const [key, { endedAt }] of renewals) {
    if (endedAt !== undefined && endedAt + GRACE < now) renewals.delete(key);
  }
  // Hashed, so that a dump of this map holds no credential that the cookies do not hold anyway.
  const key = createHash("sha256").update(refreshToken).digest("base64url");
  const known = renewals.get(key);
  if (known) return known.result as Promise<T>;
  const result = renewAmongInstances(key, renew, isSpent);
  const renewal: Renewal = { result };
  renewals.set(key, renewal);
  const forget = () => renewals.delete(key);
  result.then((renewed) => {
    if (isSpent(renewed)) renewal.endedAt = Date.now();
    else forget();
  }, forget);
  return result;
}

/** The embedded database has one process. On a server it is a row of this key that decides who renews. */
async function renewAmongInstances<T>(
  key: string,
  renew: () => Promise<T>,
  isSpent: (result: T) => boolean,
): Promise<T> {
  if (!appEnv().DATABASE_URL) return renew();
  await openRootKey();
  const sealingKey = deriveKey("renewals");
  while (!(await take(key))) {
    const [row] = await (await getDb())
      .select({ sealed: table.sealed })
      .from(table)
      .where(eq(table.id, key));
    const text = row?.sealed ? unseal(row.sealed, sealingKey, key) : undefined;
    if (text !== undefined) return JSON.parse(text);
    await sleep(LOOK_AGAIN);
  }
  let result: T | undefined;
  try {
    result = await renew();
    return result;
  } finally {
    const isKept = result !== undefined && isSpent(result);
    await leave(key, isKept ? seal(JSON.stringify(result), sealingKey, key) : undefined);
  }
}

const inTime = (milliseconds: number) => sql`now() + ${milliseconds} * interval '1 millisecond'`;

/** Whether the renewal is this instance's: nobody is at it, nor has been a moment ago. */
async function take(key: string): Promise<boolean> {
  const lease = { sealed: null, expiresAt: inTime(LEASE) };
  const taken = await (await getDb())
    .insert(table)
    .values({ id: key, ...lease })
    .onConflictDoUpdate({
      target: table.id,
      set: lease,
      setWhere: lte(table.expiresAt, sql`now()`),
    })
    .returning({ id: table.id });
  return taken.length > 0;
}

async function leave(key: string, sealed: string | undefined): Promise<void> {
  const db = await getDb();
  const isThis = eq(table.id, key);
  if (sealed === undefined) await db.delete(table).where(isThis);
  else
    await db
      .update(table)
      .set({ sealed, expiresAt: inTime(GRACE) })
      .where(isThis);
  await db.delete(table).where(lte(table.expiresAt, sql`now()`));
}
