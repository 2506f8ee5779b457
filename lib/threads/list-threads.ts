import { and, desc, eq, sql } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { readThreadCursor, writeCursor } from "./cursor.ts";
import { type Thread, toThread } from "./thread.ts";

export interface ThreadPage {
  threads: Thread[];
  hasMore: boolean;
  nextCursor?: string;
}

/** One page of an owner's threads, last activity first. One statement. */
export async function listThreads(
  ownerId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<ThreadPage> {
  const after = cursor === undefined ? undefined : readThreadCursor(cursor);
  const rows = await withOwner(ownerId, (tx) =>
    tx
      .select()
      .from(threads)
      .where(
        and(
          eq(threads.ownerId, ownerId),
          after &&
            sql`(${threads.updatedAt}, ${threads.id}) < (${after.updatedAt.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(threads.updatedAt), desc(threads.id))
      // One more than asked for: that row tells whether there is another page.
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
