import { and, eq, sql } from "drizzle-orm";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import type { ContentBlock } from "./content.ts";
import { isThread } from "./find-thread.ts";
import { type Thread, threadColumns, toThread } from "./thread.ts";

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
  const [named] = await withOwner(ownerId, (tx) =>
    tx
      .update(threads)
      .set({ name: sql`coalesce(${threads.name}, ${name})` })
      .where(isThread(ownerId, threadId))
      .returning(threadColumns),
  );
  if (!named) throw notFound("thread");
  return toThread(named);
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
