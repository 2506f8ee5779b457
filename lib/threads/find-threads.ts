import { and, desc, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { componentStates, threads } from "#drizzle/schema/threads.ts";
import { statement, withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { cursorId, cursorTime, readCursor, writeCursor } from "./bounds.ts";
import type { ComponentStates } from "./message.ts";
import { type Thread, threadColumns, toThread } from "./thread.ts";

/** Selects the thread's component states as one JSON object; null if there are none. */
export function statesOf(ownerId: string, threadId: string) {
  return sql<ComponentStates | null>`(
    select jsonb_object_agg(${componentStates.componentId}, ${componentStates.state})
    from ${componentStates}
    where ${componentStates.ownerId} = ${ownerId} and ${componentStates.threadId} = ${threadId}
  )`;
}

export function isThread(ownerId: string, threadId: string) {
  return and(eq(threads.ownerId, ownerId), eq(threads.id, threadId));
}

/** Whether the owner has this thread. */
export async function threadExists(ownerId: string, threadId: string): Promise<boolean> {
  const found = await withOwner(ownerId, (tx) =>
    tx.select({ id: threads.id }).from(threads).where(isThread(ownerId, threadId)),
  );
  return found.length > 0;
}

export const oneThread = statement(
  (tx, { ownerId, threadId }: { ownerId: string; threadId: string }) =>
    tx.select(threadColumns).from(threads).where(isThread(ownerId, threadId)),
);

/** The thread without its messages. Throws 404. */
export async function findThread(ownerId: string, threadId: string): Promise<Thread> {
  const [found] = await withOwner(ownerId, oneThread({ ownerId, threadId }));
  if (!found) throw notFound("thread");
  return toThread(found);
}

const lastOfPage = z.tuple([cursorTime, cursorId]);

interface ThreadsPage {
  ownerId: string;
  most: number;
  afterTime?: string;
  afterId?: string;
  /** What the name is like. */
  pattern?: string;
  /** What is in a message, and the first of it in all its forms. */
  words?: string;
  forms?: string[];
  /** Those alone that are archived. */
  archived?: true;
}

const pageOfThreads = statement((tx, values: ThreadsPage) => {
  const { ownerId, most, afterTime, afterId, pattern, words, forms, archived } = values;
  const snippet = words === undefined ? sql<null>`null` : quoteMessage(ownerId, forms ?? []);
  const all = tx
    .select({ ...threadColumns, snippet })
    .from(threads)
    .$dynamic();
  if (words !== undefined) {
    const found = sql`(${searchMessages(ownerId, words)}) found`;
    all.leftJoin(found, sql`found.thread_id = ${threads.id}`);
  }
  const isNamed = pattern === undefined ? undefined : ilike(threads.name, pattern);
  // A search finds all.
  const isListed = pattern === undefined ? isNull(threads.archivedAt) : undefined;
  return all
    .where(
      and(
        eq(threads.ownerId, ownerId),
        archived ? isNotNull(threads.archivedAt) : isListed,
        words === undefined ? isNamed : or(isNamed, sql`found.thread_id is not null`),
        afterTime === undefined
          ? undefined
          : sql`(${threads.updatedAt}, ${threads.id}) < (${afterTime}::timestamptz, ${afterId})`,
      ),
    )
    .orderBy(desc(threads.updatedAt), desc(threads.id))
    .limit(most);
});

/**
 * One page of an owner's threads, last activity first; with `search` those that have it in their name,
 * whatever its case, or its words in a message, with a `snippet` of that. Those that are archived are
 * found, or listed by themselves with `archived`. One statement.
 */
export async function listThreads(
  ownerId: string,
  {
    limit,
    cursor,
    search,
    archived,
  }: { limit: number; cursor?: string; search?: string; archived?: boolean },
) {
  const [afterTime, afterId] = cursor === undefined ? [] : readCursor(cursor, lastOfPage);
  const pattern = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  // One more row tells whether there is another page.
  const page = { ownerId, most: limit + 1, afterTime, afterId, pattern, ...readWords(search) };
  const only = { archived: archived || undefined };
  const rows = await withOwner(ownerId, pageOfThreads({ ...page, ...only }));
  const found = rows
    .slice(0, limit)
    .map((row) => ({ ...toThread(row), snippet: row.snippet ?? undefined }));
  const last = found.at(-1);
  const hasMore = rows.length > limit;
  return {
    threads: found,
    hasMore,
    nextCursor: hasMore && last ? writeCursor([last.updatedAt, last.id]) : undefined,
  };
}

/** What one search looks through at most, the newest first: it holds up the database, which may be this process. */
const MOST_SEARCHED = 5_000; // messages
const MOST_BYTES = 8 * 1024 * 1024; // of their words, as they are stored
const ROW_BYTES = 100;
/** A message with more content than this, files included, is found but not quoted. */
const LARGEST_QUOTED = 64 * 1024; // bytes

/** As a message is split: by the punctuation of ASCII and by space. */
const WORD = /[^\s!-/:-@[-`{-~]+/g;

/** What is searched as a query of beginnings of words, and the forms of the first of these; nothing where there is none. */
export function readWords(search = ""): { words?: string; forms?: string[] } {
  const all = (search.match(WORD) ?? []).map(formsOf);
  const words = all.map((forms) => `(${forms.map((form) => `'${form}':*`).join(" | ")})`);
  return all[0] ? { words: words.join(" & "), forms: all[0] } : {};
}

/** A word in either case. In some locales a database knows upper case of ASCII alone. */
function formsOf(word: string): string[] {
  const small = word.toLowerCase();
  return [...new Set([word, small, small.replace(/^./u, (first) => first.toUpperCase())])];
}

/** The newest message of each thread that has all these words: `thread_id` and `id`. */
export function searchMessages(ownerId: string, words: string): SQL {
  return sql`
    select distinct on (thread_id) thread_id, id from (
      select *, sum(${sql.raw(`${ROW_BYTES}`)} + pg_column_size(words)) over (order by created_at desc) as bytes from (
        select m.thread_id, m.id, m.created_at, m.words from messages m
        where m.owner_id = ${ownerId} and m.role <> 'system'
        order by m.created_at desc limit ${sql.raw(`${MOST_SEARCHED}`)}
      ) newest
    ) measured
    where case when bytes <= ${sql.raw(`${MOST_BYTES}`)} then words @@ to_tsquery('simple', ${words}) end
    order by thread_id, created_at desc`;
}

/** What is around a word in the message that was found; null where none was, "" where it is too large. */
export function quoteMessage(ownerId: string, forms: string[]): SQL<string | null> {
  return sql<string | null>`case when found.id is not null then coalesce((
    select substr(said, greatest(-16 + (
      select min(nullif(strpos(said, form), 0)) from unnest(${forms}::text[]) form
    ), 1), 120) from (
      select left(string_agg(left(block ->> 'text', 8000), ' '), 8000) as said
      from messages m, jsonb_array_elements(m.content) block
      where m.owner_id = ${ownerId} and m.thread_id = threads.id and m.id = found.id
        and m.content_bytes <= ${sql.raw(`${LARGEST_QUOTED}`)} and block ->> 'type' = 'text'
    ) texts
  ), '') end`;
}
