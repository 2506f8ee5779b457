import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { type OwnerTransaction, statement, withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import { sessionEnded } from "#lib/identity/caller.ts";
import { isRevokedNow, type RevocableToken } from "#lib/identity/revocation.ts";
import { type ContentBlock, countCharacters, type initialMessages } from "./content.ts";
import { isThread } from "./find-threads.ts";
import { isShown } from "./message.ts";
import { newId, type Thread, type ThreadRow, threadColumns, toThread } from "./thread.ts";

/** Messages, and characters of them, in a statement. The making of a larger one would hold up others. */
const AT_ONCE = 250;
const CHARACTERS_AT_ONCE = 2_000_000;

type InitialMessage = z.infer<typeof initialMessages>[number];

interface NewThread {
  ownerId: string;
  projectId: string;
  metadata?: Record<string, unknown>;
  initialMessages?: InitialMessage[];
}

/** A new thread with its initial messages, in one transaction. Throws what `keepInSession` throws. */
export async function createThread({
  session,
  ...thread
}: NewThread & { session?: RevocableToken }): Promise<Thread> {
  const { ownerId, initialMessages } = thread;
  const values = rowOf(thread);
  const [row] = initialMessages?.length
    ? [await withOwner(ownerId, (tx) => insertThread(tx, values, initialMessages))]
    : await withOwner(ownerId, newThread(values));
  if (!row) throw new Error("the insert returned no thread");
  await keepInSession(session, row.id);
  return toThread(row);
}

const newThread = statement((tx, row: typeof threads.$inferInsert) =>
  tx.insert(threads).values(row).returning(threadColumns),
);

/** A new thread that is not stored yet. */
export function rowOf({ ownerId, projectId, metadata }: NewThread) {
  const createdAt = new Date();
  return { ownerId, id: newId("thr"), projectId, metadata, createdAt, updatedAt: createdAt };
}

/**
 * Takes a new thread back if its session has ended, which this instance may not have known when it
 * let the request in. A deletion of a user's data ends the sessions first, so this finds a thread that
 * was committed too late to be deleted. A condition of the insert would not: the insert may begin
 * before the session ends and be committed after the deletion. Throws HttpError 401.
 */
export async function keepInSession(
  session: RevocableToken | undefined,
  threadId: string,
): Promise<void> {
  if (!session || !(await persist(() => isRevokedNow(session)))) return;
  await deleteThread(session.ownerId, threadId);
  throw sessionEnded();
}

/** A new thread inside a transaction that goes on, such as the start of a run. */
export async function insertThread(
  tx: OwnerTransaction,
  values: ReturnType<typeof rowOf>,
  initialMessages: NewThread["initialMessages"] = [],
): Promise<ThreadRow> {
  const [row] = await newThread(values)(tx);
  if (!row) throw new Error("the insert returned no thread");
  const added = initialMessages.map(({ role, content, metadata }, index) => ({
    ownerId: values.ownerId,
    threadId: row.id,
    id: newId("msg"),
    role,
    content,
    metadata,
    // Strictly increasing: clients order messages by their time.
    createdAt: new Date(values.createdAt.getTime() + index),
  }));
  for (const some of inStatements(added)) await tx.insert(messages).values(some);
  return row;
}

/** The messages in order, as many together as one statement takes. */
function* inStatements<Message extends Pick<InitialMessage, "content">>(added: Message[]) {
  let some: Message[] = [];
  let characters = 0;
  for (const message of added) {
    const more = countCharacters(message.content);
    if (some.length === AT_ONCE || (some.length > 0 && characters + more > CHARACTERS_AT_ONCE)) {
      yield some;
      some = [];
      characters = 0;
    }
    some.push(message);
    characters += more;
  }
  if (some.length > 0) yield some;
}

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
  return sql<ContentBlock[] | null>`(
    select ${messages.content} from ${messages}
    where ${isShown(ownerId, threadId)} and ${messages.isQuestion}
    order by ${messages.createdAt} limit 1
  )`;
}
