import { sql } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, expect, test } from "vitest";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { makeMixing } from "#test/postgres/mixing-pooler.ts";
import type { DatabaseHandle } from "./database.ts";
import { openPostgres } from "./drivers/postgres.ts";
import { statement } from "./with-owner.ts";

// What has a name on a connection of a server's, and what happens behind a pooler that refuses names.

const { superuserUrl } = provideDatabase();
const url = process.env.DATABASE_URL ?? "";
const pooler = await makeMixing(url);
const [direct, pooled] = [openPostgres(url), openPostgres(pooler.url)];
afterAll(async () => {
  await Promise.all([direct.close(), pooled.close()]);
  pooler.stop();
});

const owners = Array.from({ length: 8 }, (_, index) => `owner_${index}`.padEnd(22, "_"));
const read = statement((tx, { wanted }: { wanted: string }) =>
  tx
    .select({
      wanted: sql<string>`${wanted}::text`,
      owner: sql<string>`current_setting('app.owner')`,
      role: sql<string>`current_user::text`,
      named: sql<number>`(select count(*)::int from pg_prepared_statements)`,
    })
    .from(sql`(select) as one`),
);

const readAs = async ({ transactAs }: DatabaseHandle, owner: string) =>
  (await transactAs(owner, read({ wanted: owner })))[0];

test("a server keeps a statement under its name, for one owner after the other", async () => {
  for (const owner of owners) {
    const row = { wanted: owner, owner, role: "app_user", named: 1 };
    expect(await readAs(direct, owner)).toEqual(row);
  }
});

const settings = sql`select current_setting('app.owner', true) as owner, current_user::text as role`;

/** No connection is left as an owner's. */
async function expectClean({ db }: DatabaseHandle): Promise<void> {
  const found = await Promise.all(owners.map(() => db.execute<Record<string, string>>(settings)));
  for (const { rows } of found) {
    expect(rows[0]?.owner || null).toBeNull();
    expect(rows[0]?.role).not.toBe("app_user");
  }
}

test.each([
  ["is cancelled", "pg_cancel_backend"],
  ["loses its connection", "pg_terminate_backend"],
])(
  "a transaction that %s while it is carried out fails, and the next owner sees nothing of it",
  async (_, end) => {
    const [first = "", second = ""] = owners;
    const sleep = statement((tx, _: object) =>
      tx.select({ slept: sql`pg_sleep(10)` }).from(sql`(select) as one`),
    );
    const asleep = direct.transactAs(first, sleep({})).catch((error: unknown) => error);
    const interrupt = () =>
      execute(
        superuserUrl,
        `select ${end}(pid) from pg_stat_activity
        where state = 'active' and query like 'select pg_sleep%' and datname = current_database()`,
      );
    await expect.poll(interrupt).toHaveLength(1);
    expect(await asleep).toBeInstanceOf(Error);
    for (const owner of [second, ...owners]) {
      expect(await readAs(direct, owner)).toMatchObject({ owner, wanted: owner });
    }
    await expectClean(direct);
  },
);

test("behind a pooler that mixes connections everybody still gets their own rows", async () => {
  for (let round = 0; round < 4; round += 1) {
    const rows = await Promise.all(owners.map((owner) => readAs(pooled, owner)));
    expect(rows.map((row) => [row?.wanted, row?.owner])).toEqual(owners.map((one) => [one, one]));
  }
  await expectClean(pooled);
});

test("a plan that a migration made wrong is made again", async () => {
  const notes = pgTable("replanned", { body: text("body") });
  await direct.db.execute(sql`create table replanned as select 1 as body`);
  await direct.db.execute(sql`grant select on replanned to app_user`);
  const all = statement((tx, _: object) => tx.select().from(notes));
  const ask = () => direct.transactAs("owner_________________", all({}));
  expect(await ask()).toEqual([{ body: 1 }]);
  await direct.db.execute(sql`alter table replanned alter body type text`);
  expect(await ask()).toEqual([{ body: "1" }]);
});
