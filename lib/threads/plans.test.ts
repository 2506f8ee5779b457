import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { interceptStatements } from "#test/intercept-statements.ts";
import { createThread } from "./create-thread.ts";
import { listMessages } from "./list-messages.ts";
import { listThreads } from "./list-threads.ts";

provideDataDir();

const OWNER = "owner00000000000000001";
const LONG = 1_000; // messages, where most threads have ten

/** The plan of the one statement that an action sends. */
async function planOf(act: () => Promise<unknown>): Promise<string> {
  const queries: ReturnType<typeof sql>[] = [];
  await interceptStatements(act, (statement, params) => {
    const [first = "", ...rest] = statement.split(/\$\d+/);
    const values = rest.map((text, index) => sql`${params[index]}${sql.raw(text)}`);
    queries.push(sql.join([sql.raw(first), ...values]));
    return statement;
  });
  const [query] = queries;
  expect(queries).toHaveLength(1);
  const { rows } = await withOwner(OWNER, (tx) => tx.execute(sql`explain ${query}`));
  return rows.map((row) => Object.values(row)[0]).join("\n");
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

test("a page is read in the order of its index, however long the list is", async () => {
  const threadId = await fill();
  const plans = [
    await planOf(() => listThreads(OWNER, { limit: 20 })),
    await planOf(() => listMessages(OWNER, threadId, { limit: 50, order: "asc" })),
    await planOf(() => listMessages(OWNER, threadId, { limit: 50, order: "desc" })),
  ];
  for (const plan of plans) {
    expect(plan).toMatch(/Limit.*\n(.*\n)*.*Index Scan/);
    expect(plan.slice(plan.indexOf("Limit"))).not.toMatch(/Sort|Seq Scan|Bitmap/);
  }
});
