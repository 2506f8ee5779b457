import { and, asc, eq, isNull } from "drizzle-orm";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/http-error.ts";
import type { ContentBlock } from "./content.ts";
import { isThread } from "./find-thread.ts";
import { type Thread, toThread } from "./thread.ts";

/**
 * Gives a thread without a name one made from its first question. An existing name is never
 * overwritten, not even by two requests at once. Throws 404.
 */
export async function nameThread(
  ownerId: string,
  threadId: string,
  makeName: (question: string) => string,
): Promise<Thread> {
  return withOwner(ownerId, async (tx) => {
    const [thread] = await tx.select().from(threads).where(isThread(ownerId, threadId));
    if (!thread) throw notFound("thread");
    if (thread.name !== null) return toThread(thread);
    const [first] = await tx
      .select({ content: messages.content })
      .from(messages)
      .where(
        and(
          eq(messages.ownerId, ownerId),
          eq(messages.threadId, threadId),
          eq(messages.role, "user"),
        ),
      )
      .orderBy(asc(messages.createdAt))
      .limit(1);
    const blocks = (first?.content ?? []) as ContentBlock[];
    const question = blocks
      .flatMap((block) => (block.type === "text" ? [block.text] : []))
      .join(" ");
    const [named] = await tx
      .update(threads)
      .set({ name: makeName(question) })
      .where(and(isThread(ownerId, threadId), isNull(threads.name)))
      .returning();
    return toThread(named ?? thread);
  });
}
