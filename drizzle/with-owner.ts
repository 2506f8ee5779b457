import { openDatabase } from "./client.ts";
import type { OwnerQuery } from "./database.ts";

export type { OwnerTransaction } from "./database.ts";

const OWNER_ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * Runs queries as `app_user` with row-level security bound to one owner, in one transaction. All user
 * data is reached through it. As a second safeguard each query names the owner, too.
 */
export async function withOwner<T>(ownerId: string, query: OwnerQuery<T>): Promise<T> {
  if (!OWNER_ID.test(ownerId)) throw new TypeError("an owner id has 22 base64url characters");
  const { transactAs } = await openDatabase();
  return transactAs(ownerId, query);
}
