import { and, desc, eq, ilike, sql } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { readThreadCursor, writeCursor } from "./cursor.ts";
import { type Thread, threadColumns, toThread } from "./thread.ts";

export interface ThreadPage {
  threads: Thread[];
  hasMore: boolean;
  nextCursor?: string;
}

interface ListOptions {
  limit: number;
  cursor?: string;
  /** Only threads with this in their name; case does not matter. */
  search?: string;
}

/** One page of an owner's threads, last activity first. One statement. */
export async function listThreads(
  ownerId: string,
  { limit, cursor, search }: ListOptions,
): Promise<ThreadPage> {
  const after = cursor === undefined ? undefined : readThreadCursor(cursor);
  const rows = await withOwner(ownerId, (tx) =>
    tx
      .select(threadColumns)
      .from(threads)
      .where(
        and(
          eq(threads.ownerId, ownerId),
          search === undefined ? undefined : ilike(threads.name, `%${escapeLike(search)}%`),
          after &&
            sql`(${threads.updatedAt}, ${threads.id}) < (${after.updatedAt.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(threads.updatedAt), desc(threads.id))
      // One more row tells whether there is another page.
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit).map(toThread);
  const last = page.at(-1);
  const hasMore = rows.length > limit;
  return {
    threads: page,
    hasMore,
    nextCursor: hasMore && last ? writeCursor([last.updatedAt, last.id]) : undefined,
  };
}

/** A pattern of LIKE that matches only this text. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
