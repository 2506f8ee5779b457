import type { z } from "zod";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { type OwnerTransaction, withOwner } from "#drizzle/with-owner.ts";
import type { initialMessages } from "./content.ts";
import { newId } from "./ids.ts";
import { type Thread, type ThreadRow, threadColumns, toThread } from "./thread.ts";

interface NewThread {
  ownerId: string;
  projectId: string;
  metadata?: Record<string, unknown>;
  initialMessages?: z.infer<typeof initialMessages>;
}

/** A new thread with its initial messages, in one transaction. */
export async function createThread(thread: NewThread): Promise<Thread> {
  return toThread(await withOwner(thread.ownerId, (tx) => insertThread(tx, thread)));
}

/** The same inside a transaction that goes on, such as the start of a run. */
export async function insertThread(
  tx: OwnerTransaction,
  { ownerId, projectId, metadata, initialMessages = [] }: NewThread,
): Promise<ThreadRow> {
  const now = Date.now();
  const createdAt = new Date(now);
  const [row] = await tx
    .insert(threads)
    .values({ ownerId, id: newId("thr"), projectId, metadata, createdAt, updatedAt: createdAt })
    .returning(threadColumns);
  if (!row) throw new Error("the insert returned no thread");
  if (initialMessages.length > 0) {
    await tx.insert(messages).values(
      initialMessages.map((message, index) => ({
        ownerId,
        threadId: row.id,
        id: newId("msg"),
        role: message.role,
        content: message.content,
        metadata: message.metadata,
        // Strictly increasing: clients order messages by their time.
        createdAt: new Date(now + index),
      })),
    );
  }
  return row;
}
