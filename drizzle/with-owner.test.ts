import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { getDb } from "./client.ts";
import { threads } from "./schema/threads.ts";
import { type OwnerTransaction, withOwner } from "./with-owner.ts";

provideDataDir();

const ALICE = "alice_________________";
const BOB = "bob___________________";

const newThread = (ownerId: string, id: string) => ({
  ownerId,
  id,
  projectId: "default",
  createdAt: new Date(),
  updatedAt: new Date(),
});

beforeAll(async () => {
  await withOwner(ALICE, (tx) => tx.insert(threads).values(newThread(ALICE, "thr_1")));
});

test("a query that forgets its owner still sees only the owner's rows", async () => {
  expect(await withOwner(ALICE, (tx) => tx.select().from(threads))).toHaveLength(1);
  expect(await withOwner(BOB, (tx) => tx.select().from(threads))).toEqual([]);
});

test("a row for somebody else cannot be written, nor moved to them", async () => {
  const policy = { cause: { message: expect.stringContaining("row-level security") } };
  await expect(
    withOwner(BOB, (tx) => tx.insert(threads).values(newThread(ALICE, "thr_2"))),
  ).rejects.toMatchObject(policy);
  await expect(
    withOwner(ALICE, (tx) => tx.update(threads).set({ ownerId: BOB })),
  ).rejects.toMatchObject(policy);
});

test("the other tables cannot be read at all", async () => {
  await expect(
    withOwner(ALICE, (tx) => tx.execute(sql`select * from signing_keys`)),
  ).rejects.toMatchObject({ cause: { message: expect.stringContaining("permission denied") } });
});

test("role and owner end with the transaction, and no connection keeps them", async () => {
  const readRole = sql`select current_setting('role') as role, current_setting('app.owner', true) as owner`;
  const owners = Array.from({ length: 30 }, (_, index) => `owner_${index}`.padEnd(22, "_"));
  const within = await Promise.all(
    owners.map((owner) => withOwner(owner, (tx) => tx.execute<{ owner: string }>(readRole))),
  );
  expect(within.map(({ rows }) => rows)).toEqual(
    owners.map((owner) => [{ role: "app_user", owner }]),
  );
  const db = await getDb();
  const after = await Promise.all(owners.map(() => db.execute(readRole)));
  for (const { rows } of after) {
    expect(rows).toEqual([{ role: "none", owner: expect.toBeOneOf(["", null]) }]);
  }
});

test("several statements are stored together or not at all", async () => {
  const failed = withOwner(ALICE, async (tx) => {
    await tx.insert(threads).values(newThread(ALICE, "thr_3"));
    throw new Error("after the first");
  });
  await expect(failed).rejects.toThrow("after the first");
  expect(await withOwner(ALICE, (tx) => tx.select().from(threads))).toHaveLength(1);
});

test("a statement that fails says why, alone or among others, and harms nothing after it", async () => {
  const duplicate = { cause: { code: "23505" } };
  const insert = (tx: OwnerTransaction) => tx.insert(threads).values(newThread(ALICE, "thr_1"));
  await expect(withOwner(ALICE, insert)).rejects.toMatchObject(duplicate);
  await expect(
    withOwner(ALICE, async (tx) => {
      await tx.select().from(threads);
      await insert(tx);
    }),
  ).rejects.toMatchObject(duplicate);
  expect(await withOwner(ALICE, (tx) => tx.select().from(threads))).toHaveLength(1);
});

test("an owner id of another form is refused before any query", async () => {
  await expect(withOwner("x'; drop table", async () => 1)).rejects.toThrow(TypeError);
});

test("the database was opened once, by whichever copy of the module", async () => {
  const copy = (await import("./client.ts?copy" as "./client.ts")) as typeof import("./client.ts");
  expect(copy.openDatabase).not.toBe((await import("./client.ts")).openDatabase);
  expect(await copy.getDb()).toBe(await getDb());
});
