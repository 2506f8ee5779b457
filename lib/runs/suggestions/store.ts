import { and, desc, eq, lte, sql } from "drizzle-orm";
import { type SuggestionItem, suggestions } from "#drizzle/schema/suggestions.ts";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import type { ContentBlock } from "#lib/threads/content.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { budget, fits, isShown } from "#lib/threads/message.ts";
import { spentBy } from "#lib/usage/limits.ts";

/** The message that suggestions belong to. */
export interface MessageKey {
  ownerId: string;
  threadId: string;
  messageId: string;
}

/** The message that new ones are asked for. */
export interface AskedMessage extends MessageKey {
  projectId: string;
}

export type StoredSuggestions = Pick<typeof suggestions.$inferSelect, "items" | "createdAt">;

const LAST_MESSAGES = 8;

const ofMessage = and(
  eq(suggestions.ownerId, messages.ownerId),
  eq(suggestions.threadId, messages.threadId),
  eq(suggestions.messageId, messages.id),
);

/** Whether suggestions were just made for another hook of the page, and are not too many. */
const isFresh = (maximum: number) =>
  sql<boolean>`(${suggestions.createdAt} > clock_timestamp() - interval '10 seconds'
    and jsonb_array_length(${suggestions.items}) <= ${maximum})`;

/** The suggestions that a message has. Throws 404 for an unknown message. One statement. */
export async function findSuggestions(key: MessageKey): Promise<StoredSuggestions | undefined> {
  const { ownerId, threadId, messageId } = key;
  const [found] = await withOwner(ownerId, (tx) =>
    tx
      .select({ items: suggestions.items, createdAt: suggestions.createdAt })
      .from(messages)
      .leftJoin(suggestions, ofMessage)
      .where(and(isShown(ownerId, threadId), eq(messages.id, messageId))),
  );
  if (!found) throw notFound("message");
  const { items, createdAt } = found;
  return items && createdAt ? { items, createdAt } : undefined;
}

/**
 * This message and those before it, oldest first, with its suggestions if they are fresh, and what was used
 * today. Throws 404. One statement.
 */
export async function readConversation(key: AskedMessage, maximum: number) {
  const { ownerId, threadId, messageId } = key;
  const askedAt = sql`(select m.created_at from ${messages} m
    where m.owner_id = ${ownerId} and m.thread_id = ${threadId} and m.id = ${messageId}
      and m.role <> 'system')`;
  const rows = await withOwner(ownerId, (tx) => {
    const newest = tx
      .select({
        role: messages.role,
        // Without files, which nobody needs for this.
        content: sql`coalesce(${messages.leanContent}, ${messages.content})`.as("told_content"),
        at: messages.createdAt,
        items: suggestions.items,
        suggestedAt: sql`${suggestions.createdAt}`
          .mapWith(suggestions.createdAt)
          .as("suggested_at"),
        isFresh: isFresh(maximum).as("is_fresh"),
        ...spentBy(key),
        ...budget("desc"),
      })
      .from(messages)
      .leftJoin(suggestions, and(ofMessage, eq(suggestions.messageId, messageId)))
      .where(and(isShown(ownerId, threadId), lte(messages.createdAt, askedAt)))
      .orderBy(desc(messages.createdAt))
      .limit(LAST_MESSAGES)
      .as("newest");
    return tx.select().from(newest).where(fits(newest)).orderBy(desc(newest.at));
  });
  const [last] = rows;
  if (!last) throw notFound("message");
  const { items, suggestedAt: createdAt } = last;
  const fresh = last.isFresh && items && createdAt ? { items, createdAt } : undefined;
  const told = rows
    .toReversed()
    .map(({ role, content }) => ({ role, content: content as ContentBlock[] }));
  return { messages: told, fresh, spent: last };
}

/**
 * Replaces the suggestions of a message, unless another instance has just done it, and returns the
 * stored ones. Throws 404 if the thread was deleted meanwhile. One statement.
 */
export async function replaceSuggestions(
  { ownerId, threadId, messageId }: MessageKey,
  items: SuggestionItem[],
  maximum: number,
): Promise<StoredSuggestions> {
  const unlessFresh = (column: "items" | "created_at") =>
    sql`case when ${isFresh(maximum)} then ${suggestions}.${sql.identifier(column)}
      else excluded.${sql.identifier(column)} end`;
  const [stored] = await withOwner(ownerId, (tx) =>
    tx
      .insert(suggestions)
      .select(
        tx
          .select({
            ownerId: threads.ownerId,
            threadId: threads.id,
            messageId: sql<string>`${messageId}::text`.as("message_id"),
            items: sql<SuggestionItem[]>`${JSON.stringify(items)}::jsonb`.as("items"),
            createdAt: sql<Date>`clock_timestamp()`.as("created_at"),
          })
          .from(threads)
          .where(isThread(ownerId, threadId))
          // Without the lock the insert would fail if the thread is deleted at this moment.
          .for("key share"),
      )
      .onConflictDoUpdate({
        target: [suggestions.ownerId, suggestions.threadId, suggestions.messageId],
        set: { items: unlessFresh("items"), createdAt: unlessFresh("created_at") },
      })
      .returning({ items: suggestions.items, createdAt: suggestions.createdAt }),
  );
  if (!stored) throw notFound("thread");
  return stored;
}
