import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { getDb } from "./client.ts";
import { threads } from "./schema/threads.ts";
import { statement, together, withOwner } from "./with-owner.ts";

provideDataDir();

const ALICE = "alice_________________";
const BOB = "bob___________________";

let written = 0;
const add = statement((tx, thread: typeof threads.$inferInsert) => {
  written += 1;
  return tx.insert(threads).values(thread).returning();
});
const list = statement((tx, { ownerId }: { ownerId: string }) =>
  tx.select({ id: threads.id }).from(threads).where(eq(threads.ownerId, ownerId)),
);
const divide = statement((tx, { by }: { by: number }) =>
  tx.select({ one: sql<number>`1 / ${by}::int` }).from(sql`(select) as one`),
);
const connection = statement((tx, _: object) =>
  tx.select({ pid: sql<number>`pg_backend_pid()` }).from(sql`(select) as one`),
);

const newThread = (ownerId: string, id: string) => ({
  ownerId,
  id,
  projectId: "default",
  createdAt: new Date("2026-01-02T03:04:05.678Z"),
  updatedAt: new Date("2026-01-02T03:04:05.678Z"),
});

test("is written once for each choice of values, and its values are stored as they are", async () => {
  for (const [index, metadata] of [undefined, { a: 1 }, null, { b: "2" }, undefined].entries()) {
    const thread = { ...newThread(ALICE, `thr_${index}`), metadata };
    const [row] = await withOwner(ALICE, add(thread));
    expect(row).toMatchObject({ ...thread, metadata: metadata ?? null });
  }
  expect(written).toBe(2);
  // The null of a column, not that of JSON.
  const without = await withOwner(ALICE, (tx) =>
    tx.select({ id: threads.id }).from(threads).where(sql`metadata is null`).orderBy(threads.id),
  );
  expect(without.map(({ id }) => id)).toEqual(["thr_0", "thr_2", "thr_4"]);
});

test("what is sent together is stored together or not at all, and leaves the connection clean", async () => {
  const pids = await Promise.all([1, 2].map(() => withOwner(ALICE, connection({}))));
  for (const order of ["first", "last"]) {
    const failing = withOwner(ALICE, (tx): PromiseLike<unknown> => {
      const [insert, fail] = [add(newThread(ALICE, `thr_${order}`))(tx), divide({ by: 0 })(tx)];
      return order === "first" ? together(fail, insert) : together(insert, fail);
    });
    await expect(failing).rejects.toMatchObject({ cause: { code: "22012" } });
    // Another owner, on the same connection.
    const [[one], seen] = await withOwner(BOB, (tx) =>
      together(connection({})(tx), list({ ownerId: ALICE })(tx)),
    );
    expect(pids.flat()).toContainEqual(one);
    expect(seen).toEqual([]);
    const db = await getDb();
    const { rows } = await db.execute(
      sql`select current_setting('role') as role, current_setting('app.owner', true) as owner`,
    );
    expect(rows).toEqual([{ role: "none", owner: expect.toBeOneOf(["", null]) }]);
  }
  const left = (await withOwner(ALICE, list({ ownerId: ALICE }))).map(({ id }) => id);
  expect(left).not.toEqual(expect.arrayContaining([expect.stringMatching(/first|last/)]));
});

test("names its owner by itself, so that another owner's id finds nothing", async () => {
  expect(await withOwner(BOB, list({ ownerId: ALICE }))).toEqual([]);
  expect(await withOwner(ALICE, list({ ownerId: BOB }))).toEqual([]);
});

test("a query that is not awaited in its transaction is refused, not sent after it", async () => {
  let late: PromiseLike<unknown> | undefined;
  await withOwner(ALICE, (tx) => {
    late = list({ ownerId: ALICE })(tx);
    return divide({ by: 1 })(tx);
  });
  await expect(late).rejects.toThrow();
});
