import { setTimeout as sleep } from "node:timers/promises";
import { eq, lte, sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { renewals as table } from "#drizzle/schema/renewals.ts";
import { appEnv } from "#lib/base/env.ts";
import { persist } from "#lib/base/outage.ts";
import { logError } from "#lib/base/process.ts";
import { seal, unseal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";

/** How long the other instances get the renewal of the one that came first. */
const GRACE = 30_000; // milliseconds, as all of these
/** Longer than a provider is waited for. Of an instance that died the next one takes over then. */
const LEASE = 15_000;
const LOOK_AGAIN = 100;

/** The embedded database has one process. On a server it is a row of this key that decides who renews. */
export async function renewAmongInstances<T>(
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
    const sealed = isKept ? seal(JSON.stringify(result), sealingKey, key) : undefined;
    // The caller gets the result even if it cannot be stored: a spent refresh token gives no second one.
    await persist(() => leave(key, sealed)).catch((cause) =>
      logError("a session's renewal could not be kept for other requests", cause),
    );
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
