/** Who the measured user is at the provider. */
export const SUBJECT = "growth";
export const MESSAGES_PER_THREAD = 10;
/** The measured user has one thread of so many messages besides. */
const LONG_THREAD = 1_000;
/** What only one message of the measured user says. */
export const RARE_WORD = "marsupial";

/** Sends a statement as a superuser. */
export type Execute = (statement: string) => Promise<unknown>;

/** How many users there are, how many threads each of them has, and how many guests wrote nothing. */
interface Size {
  users: number;
  threads: number;
  guests: number;
}

const WORDS =
  "revenue by region grew while costs of storage fell in the last quarter so show me a chart of it and explain what changed for each product because our team asks about margins prices orders customers";

/**
 * Texts as people and models write them: a question has about 90 characters, an answer 300, and each
 * fifth answer has a component.
 */
const MAKE_TEXTS = `
  create table filling_texts as
  select n, kind, jsonb_build_array(jsonb_build_object('type', 'text', 'text', said)) || case
      when kind = 0 and n % 5 = 0 then jsonb_build_array(jsonb_build_object('type', 'component',
        'id', 'comp_' || n, 'name', 'Chart', 'props', jsonb_build_object('title', 'Revenue', 'values', '[1,2,3,4,5]'::jsonb)))
      else '[]' end as content
  from generate_series(0, 499) n, (values (1, 15), (0, 50)) of_kind (kind, length), lateral (
    select string_agg(word, ' ') as said from (
      select (string_to_array('${WORDS}', ' '))[1 + (hashint4(n * 1000 + w + kind) & 31)] as word
      from generate_series(1, length) w
    ) chosen
  ) text;
  create unique index on filling_texts (kind, n);
  analyze filling_texts`;

const FILLED = [
  "messages",
  "threads",
  "component_states",
  "suggestions",
  "owners",
  "activity",
  "usage",
  "usage_days",
];
const names = FILLED.map((name) => `'${name}'::regclass`).join();

/** Takes indices and constraints away, and says how to make them again: making them at the end is quicker. */
const TAKE_INDICES = `
  create table filling_indices as
    select pg_get_indexdef(indexrelid) as made, indexrelid::regclass::text as name, 1 as turn
    from pg_index where indrelid in (${names})
      and not exists (select from pg_constraint where conindid = indexrelid)
    union all
    select format('alter table %s add constraint %I %s%s', conrelid::regclass, conname, pg_get_constraintdef(oid),
      case contype when 'f' then ' not valid' else '' end), conrelid::regclass::text || ' ' || conname,
      case contype when 'p' then 1 else 2 end
    from pg_constraint where contype in ('f', 'p') and conrelid in (${names});
  do $$ declare one record; begin
    for one in select conrelid::regclass as of_table, conname from pg_constraint
      where contype in ('f', 'p') and conrelid in (${names}) order by contype loop
      execute format('alter table %s drop constraint %I', one.of_table, one.conname);
    end loop;
    for one in select name from filling_indices where made like 'CREATE%' loop
      execute 'drop index ' || one.name;
    end loop;
  end $$`;

const MAKE_INDICES = `
  set maintenance_work_mem = '512MB';
  set max_parallel_maintenance_workers = 0;
  do $$ declare one record; begin
    for one in select made from filling_indices order by turn loop execute one.made; end loop;
  end $$;
  drop table filling_indices, filling_texts`;

/**
 * Fills a migrated, empty database. Number 1 of the users is the measured one. A user's threads are apart
 * from each other, as they are where many users write at the same time.
 */
export async function fill(
  execute: Execute,
  ownerId: string,
  { users: many, threads, guests }: Size,
): Promise<void> {
  // By construction the rows fit together.
  const quickly = (statement: string) =>
    execute(`set session_replication_role = replica; set jit = off; ${statement}`);
  await execute(MAKE_TEXTS);
  await execute(TAKE_INDICES);
  for (const table of FILLED) await execute(`alter table ${table} set (autovacuum_enabled = off)`);
  await quickly("insert into projects (id, name) values ('default', 'default')");
  const id = `case o when 1 then '${ownerId}' else left(md5('owner ' || o), 22) end`;
  const users = `(select o, ${id} as owner_id from generate_series(1, ${many}) o) users`;
  for (let t = 1; t <= threads; t += 1) {
    const thread = `'thr_' || left(md5(o || ' ${t}'), 20)`;
    const time = `now() - interval '60 days' + interval '1 day' * ${t} + interval '1 second' * o`;
    await quickly(`
      insert into threads (owner_id, id, project_id, name, created_at, updated_at, archived_at)
        select owner_id, ${thread}, 'default', 'Revenue of week ${t}', ${time}, ${time},
          case when ${t} % 10 = 0 then ${time} end
        from ${users};
      insert into messages (owner_id, thread_id, id, role, content, thumb, created_at)
        select owner_id, ${thread}, 'msg_' || left(md5(o || ' ${t} ' || m), 20),
          case m % 2 when 1 then 'user' else 'assistant' end, content,
          case when m = 4 and ${t} % 10 = 1 then 'up' end, ${time} + m * interval '1 second'
        from ${users}, generate_series(1, ${MESSAGES_PER_THREAD}) m
        join filling_texts on kind = m % 2 and n = (m * 37 + ${t} * 11) % 500;
      insert into suggestions (owner_id, thread_id, message_id, items, created_at)
        select owner_id, ${thread}, 'msg_' || left(md5(o || ' ${t} 10'), 20), '[]', ${time} from ${users}`);
  }
  await quickly(`
    insert into threads (owner_id, id, project_id, name, created_at, updated_at)
      values ('${ownerId}', 'thr_long', 'default', 'Long', now() - interval '90 days', now() - interval '90 days');
    insert into messages (owner_id, thread_id, id, role, content, created_at)
      select '${ownerId}', 'thr_long', 'msg_' || m, case m % 2 when 1 then 'user' else 'assistant' end,
        case m when 500 then jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'a ${RARE_WORD} said so')) else content end,
        now() - interval '90 days' + m * interval '1 second'
      from generate_series(1, ${LONG_THREAD}) m join filling_texts on kind = m % 2 and n = m % 500`);
  await quickly(`
    insert into owners (project_id, id, name, email, email_verified, created_at, last_seen_at)
      select 'default', owner_id, 'Person ' || o, 'person' || o || '@example.com', true,
        now() - interval '60 days', now() - interval '1 second' * (o * 7919 % ${many} + 60) from ${users};
    insert into owners (project_id, id, created_at, last_seen_at)
      select 'default', left('guest_' || md5('guest ' || o), 22), now(), now() - interval '1 second' * (o + 90)
      from generate_series(1, ${guests}) o;
    insert into activity (project_id, at, kind, outcome, owner_id)
      select 'default', now() - interval '29 days' + interval '7 hours' * a + interval '1 second' * (o % 3600), 'exchange',
        case when (o + a) % 500 = 0 then 'refused' else 'ok' end, owner_id
      from generate_series(1, 98) a, ${users};
    insert into usage (id, project_id, owner_id, kind, model, input_tokens, output_tokens, is_estimate, outcome, at, milliseconds)
      select 'run_' || left(md5(o || ' ' || a), 20), 'default', owner_id, 'run', 'demo', 1000, 150, false, 'ok',
        now() - interval '30 days' + interval '14 hours' * a + interval '1 second' * (o % 3600), 2000
      from generate_series(1, 50) a, ${users};
    insert into usage_days (project_id, day, owner_id, runs, errors, input_tokens, output_tokens)
      select 'default', current_date - d, owner_id, 2, 0, 1000 + o % 1000, 150
      from generate_series(0, 30) d, ${users};
    insert into usage_days (project_id, day, owner_id, runs, errors, input_tokens, output_tokens)
      select 'default', current_date - d, '', 2 * ${many}, 0, 1000 * ${many}, 150 * ${many}
      from generate_series(0, 30) d;
    insert into exchange_hours (project_id, hour, ok, refused)
      select 'default', date_trunc('hour', now()) - interval '1 hour' * h, 98 * ${many} / 720, 1
      from generate_series(0, 720) h;
    insert into revocations (id, not_before, revoked_at, expires_at)
      select left(md5('session ' || o || ' ' || r), 22), case when r = 5 and o % 20 = 0 then now() end, now() - interval '7 days' * r - interval '1 second' * o,
        now() + interval '400 days' - interval '7 days' * r from generate_series(1, 5) r, generate_series(1, ${many + guests}) o`);
  await execute(MAKE_INDICES);
  await execute("vacuum analyze");
  await execute("checkpoint");
}
