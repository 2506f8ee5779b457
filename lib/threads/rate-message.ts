import { and, eq } from "drizzle-orm";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { type Feedback, isShown } from "./message.ts";

/** Stores what the reader thinks of an answer, in place of what was there; null takes it back. Throws 404 for anything but an answer. */
export async function rateMessage(
  ownerId: string,
  threadId: string,
  messageId: string,
  { thumb, note }: { thumb: Feedback["thumb"] | null; note?: string },
) {
  const thumbNote = thumb && note ? note : null;
  const rated = await withOwner(ownerId, (tx) =>
    tx
      .update(messages)
      .set({ thumb, thumbNote })
      .where(
        and(isShown(ownerId, threadId), eq(messages.id, messageId), eq(messages.role, "assistant")),
      )
      .returning({ id: messages.id }),
  );
  if (rated.length === 0) throw notFound("message");
  return { thumb, note: thumbNote };
}
