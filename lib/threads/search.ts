import { type SQL, sql } from "drizzle-orm";

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
