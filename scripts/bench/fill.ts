import type { TestDatabase } from "../../e2e/support/postgres.ts";
import { type App, MESSAGES_PER_THREAD, TEXT, THREADS_PER_OWNER } from "./app.ts";

/**
 * Gives the owners number `from` to `to` (each 100 threads of 10 messages), of which number 1 is
 * the user that is measured. Statements of SQL: over HTTP a million messages would take an hour.
 */
export async function fill(
  database: TestDatabase,
  { ownerId }: App,
  from: number,
  to: number,
): Promise<void> {
  const owner = `case o when 1 then '${ownerId}' else left(md5('owner ' || o), 22) end`;
  const owners = `(select o, ${owner} as owner_id from generate_series(${from}, ${to}) o) owners`;
  const threads = `generate_series(1, ${THREADS_PER_OWNER}) t`;
  const threadId = "'thr_' || left(md5(o || ' ' || t), 20)";
  const time = "now() - interval '1 day' + t * interval '1 minute'";
  const text = `jsonb_build_array(jsonb_build_object('type', 'text', 'text', '${TEXT}'))`;
  // The rows fit by construction; checking each reference would take most of the time.
  await database.execute(`
    set session_replication_role = replica;
    alter table threads set (autovacuum_enabled = off);
    alter table messages set (autovacuum_enabled = off);
    insert into threads (owner_id, id, project_id, name, created_at, updated_at)
      select owner_id, ${threadId}, (select id from projects), 'Thread ' || t, ${time}, ${time}
      from ${owners}, ${threads};
    insert into messages (owner_id, thread_id, id, role, content, created_at)
      select owner_id, ${threadId}, 'msg_' || left(md5(o || ' ' || t || ' ' || m), 20),
        case m % 2 when 1 then 'user' else 'assistant' end, ${text},
        ${time} + m * interval '1 second'
      from ${owners}, ${threads}, generate_series(1, ${MESSAGES_PER_THREAD}) m;
  `);
  await database.execute("vacuum analyze");
  // What the database would write in the background during the measurement.
  await database.execute("checkpoint");
}
