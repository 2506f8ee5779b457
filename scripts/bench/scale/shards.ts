import type { Execute } from "./fill.ts";

export const SHARDS = 8;

/** Those whose rows are an owner's, with what their rows belong to. */
const OWNED = {
  threads: null,
  messages: "threads",
  component_states: "threads",
  suggestions: "threads",
  notes: null,
};

/**
 * Makes the owners' tables anew, each in parts by the hash of the owner, and has each later connection use
 * them. Without row-level security: a statement finds its part only by the owner that itself names. They
 * get one owner's rows.
 */
export async function shard(execute: Execute, database: string, ownerId: string): Promise<void> {
  await execute("create schema sharded");
  for (const [table, parent] of Object.entries(OWNED)) {
    const parts = Array.from(
      { length: SHARDS },
      (_, part) => `create table sharded.${table}_${part} partition of sharded.${table}
        for values with (modulus ${SHARDS}, remainder ${part});`,
    );
    await execute(`
      create table sharded.${table} (like public.${table} including all) partition by hash (owner_id);
      ${parts.join("\n")}
      do $$ declare names text := (
        select string_agg(quote_ident(attname), ', ') from pg_attribute
        where attrelid = 'public.${table}'::regclass and attnum > 0 and attgenerated = '' and not attisdropped
      ); begin execute format(
        'insert into sharded.${table} (%1$s) select %1$s from public.${table} where owner_id = ''${ownerId}''', names);
      end $$`);
    if (parent) {
      await execute(`alter table sharded.${table} add foreign key (owner_id, thread_id)
        references sharded.${parent} on delete cascade on update cascade`);
    }
  }
  await execute(`grant usage on schema sharded to public;
    grant all on all tables in schema sharded to public;
    alter database ${database} set search_path = sharded, public`);
}

const PART = new RegExp(`^(?:${Object.keys(OWNED).join("|")})_(\\d+)$`);

/** The parts that a statement has read. */
export function partsOf(scans: { table: string }[]): string[] {
  return [...new Set(scans.flatMap(({ table }) => PART.exec(table)?.[1] ?? []))];
}
