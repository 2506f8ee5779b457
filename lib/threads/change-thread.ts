import { and, eq, type SQL, sql } from "drizzle-orm";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import type { ContentBlock } from "./content.ts";
import { isThread } from "./find-threads.ts";
import { type Thread, threadColumns, toThread } from "./thread.ts";

/** Changes name or metadata, archives or brings back. This is no activity, so the order of the list stays. Throws 404. */
export async function updateThread(
  ownerId: string,
  threadId: string,
  {
    archived,
    ...changes
  }: { name?: string | SQL; metadata?: Record<string, unknown>; archived?: boolean },
): Promise<Thread> {
  const archivedAt = archived === undefined ? undefined : archived ? new Date() : null;
  const [row] = await withOwner(ownerId, (tx) =>
    tx
      .update(threads)
      // Drizzle refuses an update without values; setting the id changes nothing.
      .set({ id: threadId, archivedAt, ...changes })
      .where(isThread(ownerId, threadId))
      .returning(threadColumns),
  );
  if (!row) throw notFound("thread");
  return toThread(row);
}

/** Deletes the thread with its messages and component states. Throws 404. */
export async function deleteThread(ownerId: string, threadId: string): Promise<void> {
  let tries = 0;
  const deleted = await persist(() => {
    tries += 1;
    return withOwner(ownerId, (tx) =>
      tx.delete(threads).where(isThread(ownerId, threadId)).returning({ id: threads.id }),
    );
  });
  // An earlier try may have deleted it and lost its answer.
  if (deleted.length === 0 && tries === 1) throw notFound("thread");
}

/**
 * Names a thread by its first message with text, unless it has a name. Without such a message it stays
 * unnamed. A name that is given meanwhile is kept, too. Throws 404. Two statements, or one if no name
 * is made.
 */
export async function nameThread(
  ownerId: string,
  threadId: string,
  makeName: (question: string) => Promise<string>,
): Promise<Thread> {
  const [found] = await withOwner(ownerId, (tx) =>
    tx
      .select({ thread: threadColumns, content: firstQuestion(ownerId, threadId) })
      .from(threads)
      .where(isThread(ownerId, threadId)),
  );
  if (!found) throw notFound("thread");
  if (found.thread.name !== null || found.content === null) return toThread(found.thread);
  const texts = found.content.flatMap((block) => (block.type === "text" ? block.text : []));
  const name = await makeName(texts.join(" "));
  return updateThread(ownerId, threadId, { name: sql`coalesce(${threads.name}, ${name})` });
}

function firstQuestion(ownerId: string, threadId: string) {
  const isQuestion = and(
    eq(messages.ownerId, ownerId),
    eq(messages.threadId, threadId),
    messages.isQuestion,
  );
  return sql<ContentBlock[] | null>`(
    select ${messages.content} from ${messages} where ${isQuestion}
    order by ${messages.createdAt} limit 1
  )`;
}
