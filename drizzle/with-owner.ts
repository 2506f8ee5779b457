import { sql } from "drizzle-orm";
import { type Database, getDb } from "./client.ts";

export type OwnerTransaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const OWNER_ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * Runs queries as `app_user` with row-level security bound to one owner, in one transaction.
 * The only way to user data. Queries inside still name the owner themselves: two walls.
 */
export async function withOwner<T>(
  ownerId: string,
  query: (tx: OwnerTransaction) => Promise<T>,
): Promise<T> {
  if (!OWNER_ID.test(ownerId)) throw new TypeError("an owner id has 22 base64url characters");
  const db = await getDb();
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'app_user', true), set_config('app.owner', ${ownerId}, true)`,
    );
    return query(tx);
  });
}
