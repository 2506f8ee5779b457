import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { interceptStatements } from "#test/intercept-statements.ts";
import { fileOf, MEGABYTE } from "#test/worst-bodies.ts";
import { createThread, nameThread } from "./change-thread.ts";
import { changeComponentState } from "./component-state.ts";
import { listThreads } from "./find-threads.ts";
import { listMessages } from "./list-messages.ts";
import { rateMessage } from "./rate-message.ts";

provideDataDir();

const OWNER = "owner00000000000000001";
const LONG = 1_000; // messages, where most threads have ten

/** How the one statement that an action sends is carried out. */
async function explain(
  act: () => Promise<unknown>,
  options: string,
  ownerId = OWNER,
): Promise<unknown[]> {
  const queries: ReturnType<typeof sql>[] = [];
  await interceptStatements(act, (statement, params) => {
    const [first = "", ...rest] = statement.split(/\$\d+/);
    const values = rest.map((text, index) => sql`${sql.param(params[index])}${sql.raw(text)}`);
    queries.push(sql.join([sql.raw(first), ...values]));
    return statement;
  });
  const [query] = queries;
  expect(queries).toHaveLength(1);
  const { rows } = await withOwner(ownerId, (tx) =>
    tx.execute(sql`explain (${sql.raw(options)}) ${query}`),
  );
  return rows.map((row) => Object.values(row)[0]);
}

const planOf = async (act: () => Promise<unknown>, ownerId = OWNER) =>
  (await explain(act, "costs", ownerId)).join("\n");

/** How many pages of 8 KB it reads. */
async function pagesOf(act: () => Promise<unknown>): Promise<number> {
  const [found] = await explain(act, "analyze, buffers, format json");
  const [{ Plan: plan }] = found as [{ Plan: Record<string, number> }];
  return Number(plan["Shared Hit Blocks"]) + Number(plan["Shared Read Blocks"]);
}

async function fill(): Promise<string> {
  for (let owner = 1; owner <= 20; owner++) {
    const ownerId = `owner${String(owner).padStart(17, "0")}`;
    await withOwner(ownerId, async (tx) => {
      await tx.execute(sql`
        insert into threads (owner_id, id, project_id, created_at, updated_at)
        select ${ownerId}, 'thr_' || ${owner} || '_' || t, 'default', now(), now() + t * interval '1 second'
        from generate_series(1, 100) t`);
      await tx.execute(sql`
        insert into messages (owner_id, thread_id, id, role, content, created_at)
        select ${ownerId}, 'thr_' || ${owner} || '_' || t, 'msg_' || m, 'user', '[]', now() + m * interval '1 second'
        from generate_series(1, 100) t, generate_series(1, 10) m`);
    });
  }
  const initialMessages = Array.from({ length: LONG }, () => ({
    role: "user" as const,
    content: [{ type: "text" as const, text: "hello" }],
  }));
  const { id } = await createThread({ ownerId: OWNER, projectId: "default", initialMessages });
  await (await getDb()).execute("analyze threads, messages");
  return id;
}

/** How the one statement of an action is carried out, once a server plans it for all values together. */
async function genericPlanOf(act: () => Promise<unknown>): Promise<string> {
  let text = "";
  let values: unknown[] = [];
  await interceptStatements(act, (statement, params) => {
    [text, values] = [statement, params];
    return statement;
  });
  const literals = sql.join(
    values.map((value) => sql.raw(`'${value}'`)),
    sql`, `,
  );
  const { rows } = await withOwner(OWNER, async (tx) => {
    await tx.execute(sql`set local plan_cache_mode = force_generic_plan`);
    await tx.execute(sql.raw(`prepare page as ${text}`));
    const found = await tx.execute(sql`explain execute page(${literals})`);
    await tx.execute(sql`deallocate page`);
    return found;
  });
  return rows.map((row) => Object.values(row)[0]).join("\n");
}

let filled: Promise<string> | undefined;
const fillOnce = () => {
  filled ??= fill();
  return filled;
};

test("a page is read in the order of its index, however long the list is", async () => {
  const threadId = await fillOnce();
  const pages = [
    () => listThreads(OWNER, { limit: 20 }),
    () => listThreads(OWNER, { limit: 20, archived: true }),
    () => listMessages(OWNER, threadId, { limit: 50, order: "asc" }),
    () => listMessages(OWNER, threadId, { limit: 50, order: "desc" }),
  ];
  const plans = [];
  for (const page of pages) plans.push(await planOf(page), await genericPlanOf(page));
  for (const plan of plans) {
    expect(plan).toMatch(/Limit.*\n(.*\n)*.*Index Scan/);
    expect(plan.slice(plan.indexOf("Limit"))).not.toMatch(/Sort|Seq Scan|Bitmap/);
  }
});

test("a message is looked up by its key: a thread is planned to have as many as it has", async () => {
  await fillOnce();
  const rate = () => rateMessage(OWNER, "thr_1_1", "msg_1", { thumb: "up" }).catch(() => {});
  for (const plan of [await planOf(rate), await genericPlanOf(rate)]) {
    expect(plan).toMatch(/Index Scan using messages_owner_id_thread_id_id_pk/);
  }
  const { rows } = await (await getDb()).execute(sql`
    explain select id from messages where owner_id = ${OWNER} and thread_id = 'thr_1_1'`);
  expect(JSON.stringify(rows)).toMatch(/rows=1\d /);
});

test("a thread is searched for its first question and for a component without its contents", async () => {
  const initialMessages = Array.from({ length: 20 }, () => ({
    role: "user" as const,
    content: [fileOf(MEGABYTE)],
  }));
  const { id } = await createThread({ ownerId: OWNER, projectId: "default", initialMessages });
  const name = () => nameThread(OWNER, id, () => Promise.reject("there is no question"));
  const change = () => changeComponentState(OWNER, id, "absent", { state: {} }).catch(() => {});
  for (const search of [name, change]) expect(await pagesOf(search)).toBeLessThan(100);
});

test("a search reads the newest messages of its owner by their index, and no more than its bound", async () => {
  await fillOnce();
  const few = "owner00000000000000097";
  const initialMessages = Array.from({ length: 50 }, () => ({
    role: "user" as const,
    content: [{ type: "text" as const, text: "hello" }],
  }));
  await createThread({ ownerId: few, projectId: "default", initialMessages });
  await (await getDb()).execute("analyze messages");
  const search = () => listThreads(few, { limit: 20, search: "hello" });
  const plan = await planOf(search, few);
  expect(plan).toMatch(/Index Scan Backward using messages_owner_id_created_at_index/);
  expect(plan).not.toMatch(/Seq Scan on messages/);

  const ownerId = "owner00000000000000099";
  const { id } = await createThread({ ownerId, projectId: "default" });
  await withOwner(ownerId, (tx) =>
    tx.execute(sql`
      insert into messages (owner_id, thread_id, id, role, content, created_at)
      select ${ownerId}, ${id}, 'msg_' || m, 'user',
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'needle' || m || 'x')),
        now() + m * interval '1 second'
      from generate_series(1, 5010) m`),
  );
  const find = async (word: string) =>
    (await listThreads(ownerId, { limit: 20, search: word })).threads.length;
  expect([await find("needle11x"), await find("needle10x")]).toEqual([1, 0]);
});

test("a search does not read contents, and no text takes long to be made ready for one", async () => {
  const search = () => listThreads(OWNER, { limit: 20, search: "needle" });
  const before = await pagesOf(search);
  const longest = { type: "text" as const, text: "~/".repeat(500_000) };
  const hostile = ["~/", "<!--", "a-", "a@", "<a b=", "\u0001"].map((text) => text.repeat(10_000));
  const initialMessages = Array(10)
    .fill(hostile)
    .flat()
    .map((text) => ({ role: "user" as const, content: [{ type: "text" as const, text }] }));
  initialMessages.push({ role: "user", content: [longest] });
  const started = performance.now();
  await createThread({ ownerId: OWNER, projectId: "default", initialMessages });
  expect(performance.now() - started).toBeLessThan(5_000);
  expect((await pagesOf(search)) - before).toBeLessThan(50);
});
