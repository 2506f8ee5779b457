import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { interceptStatements } from "#test/intercept-statements.ts";
import { fileOf, MEGABYTE } from "#test/worst-bodies.ts";
import { nameThread } from "./change-thread.ts";
import { changeComponentState } from "./component-state.ts";
import { createThread } from "./create-thread.ts";
import { listThreads } from "./find-threads.ts";
import { listMessages } from "./list-messages.ts";

provideDataDir();

const OWNER = "owner00000000000000001";
const LONG = 1_000; // messages, where most threads have ten

/** How the one statement that an action sends is carried out. */
async function explain(act: () => Promise<unknown>, options: string): Promise<unknown[]> {
  const queries: ReturnType<typeof sql>[] = [];
  await interceptStatements(act, (statement, params) => {
    const [first = "", ...rest] = statement.split(/\$\d+/);
    const values = rest.map((text, index) => sql`${params[index]}${sql.raw(text)}`);
    queries.push(sql.join([sql.raw(first), ...values]));
    return statement;
  });
  const [query] = queries;
  expect(queries).toHaveLength(1);
  const { rows } = await withOwner(OWNER, (tx) =>
    tx.execute(sql`explain (${sql.raw(options)}) ${query}`),
  );
  return rows.map((row) => Object.values(row)[0]);
}

const planOf = async (act: () => Promise<unknown>) => (await explain(act, "costs")).join("\n");

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
        select ${ownerId}, 'thr_' || t, 'default', now(), now() + t * interval '1 second'
        from generate_series(1, 100) t`);
      await tx.execute(sql`
        insert into messages (owner_id, thread_id, id, role, content, created_at)
        select ${ownerId}, 'thr_' || t, 'msg_' || m, 'user', '[]', now() + m * interval '1 second'
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

test("a page is read in the order of its index, however long the list is", async () => {
  const threadId = await fill();
  const pages = [
    () => listThreads(OWNER, { limit: 20 }),
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
