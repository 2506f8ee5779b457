import { sql } from "drizzle-orm";
import { withOwner } from "#drizzle/with-owner.ts";

export type Owned = {
  threads: number;
  /** How many answers this user found good or bad. */
  thumbsUp: number;
  thumbsDown: number;
};

export const NOTHING: Owned = { threads: 0, thumbsUp: 0, thumbsDown: 0 };

/** What users have, by their id. No role may read several users' rows at once, so the functions act as each of them in turn. */
export async function countOwned(ids: string[]): Promise<Map<string, Owned>> {
  const [first] = ids;
  if (first === undefined) return new Map();
  const list = sql`${sql.param(ids)}::text[]`;
  const { rows } = await withOwner(first, (tx) =>
    tx.execute<Owned & { owner_id: string }>(
      sql`select owner_id, threads, thumbs_up as "thumbsUp", thumbs_down as "thumbsDown"
        from count_threads(${list}) join count_thumbs(${list}) using (owner_id)`,
    ),
  );
  return new Map(rows.map(({ owner_id, ...counts }) => [owner_id, counts]));
}
