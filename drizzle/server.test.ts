import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { sql } from "drizzle-orm";
import type { Pool } from "pg";
import { expect, test, vi } from "vitest";
import { user } from "#adapters/better-auth/tables.ts";
import { GET } from "#app/health/route.ts";
import { GET as listThreads, POST as makeThread } from "#app/v1/threads/route.ts";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { boot } from "#server/boot.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { signIn } from "#test/sign-in.ts";
import { getDb, openDatabase } from "./client.ts";
import { threads } from "./schema/threads.ts";
import { type OwnerTransaction, together, withOwner } from "./with-owner.ts";

// What only a database server has: roles that log in, and connections that break.

const POOLED = `pooled_${randomBytes(4).toString("hex")}`;
const OWNER = "owner_________________";

const { superuserUrl, kind } = provideDatabase({ role: POOLED });

const newThread = (id: string) => ({
  ownerId: OWNER,
  id,
  projectId: "default",
  createdAt: new Date(),
  updatedAt: new Date(),
});

const breakConnections = () =>
  execute(
    superuserUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${POOLED}'`,
  );

test("the driver is the one that DATABASE_URL asks for", async () => {
  expect((await openDatabase()).kind).toBe(kind);
  const health = await GET(new Request("http://localhost/health"), undefined);
  expect(await health.json()).toMatchObject({ status: "ok", database: kind });
});

test("a role that owns nothing and can bypass nothing is enough for the app", async () => {
  const db = await getDb();
  const { rows } = await db.execute(sql`select current_user::text as name, rolsuper, rolbypassrls
    from pg_roles where rolname = current_user`);
  expect(rows).toEqual([{ name: POOLED, rolsuper: false, rolbypassrls: false }]);
  const owned = await db.execute(sql`select from pg_tables where tableowner = current_user`);
  expect(owned.rows).toEqual([]);

  await withOwner(OWNER, (tx) => tx.insert(threads).values(newThread("thr_1")));
  expect(await withOwner(OWNER, (tx) => tx.select().from(threads))).toHaveLength(1);
  expect(await db.select().from(threads)).toEqual([]);
  expect((await defaultProject()).id).toBe("default");
  expect(await db.select().from(user)).toEqual([]);

  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await boot();
  expect(warn).not.toHaveBeenCalled();
});

/** How often something was sent and then answered. */
async function countRoundTrips(act: () => Promise<unknown>): Promise<number> {
  const pool = (await getDb()) as unknown as { $client: Pool };
  let isWaiting = false;
  let count = 0;
  pool.$client.once("acquire", (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const write = stream.write.bind(stream) as (...data: unknown[]) => boolean;
    stream.write = (...data: unknown[]) => {
      isWaiting = true;
      return write(...data);
    };
    stream.prependListener("data", () => {
      if (isWaiting) count += 1;
      isWaiting = false;
    });
  });
  await act();
  return count;
}

/** Neon's driver sends each message only when the one before was answered. */
const ROUND_TRIPS = {
  postgres: { one: 1, two: 3, together: 1 },
  neon: { one: 3, two: 4, together: 4 },
};

test("an only statement, or several together, is one round trip where the driver can send ahead", async () => {
  const list = (tx: OwnerTransaction) => tx.select().from(threads);
  const listTwice = async (tx: OwnerTransaction) => [await list(tx), await list(tx)];
  expect({
    one: await countRoundTrips(() => withOwner(OWNER, list)),
    two: await countRoundTrips(() => withOwner(OWNER, listTwice)),
    together: await countRoundTrips(() =>
      withOwner(OWNER, (tx) => together(tx.select().from(threads), tx.select().from(threads))),
    ),
  }).toEqual(ROUND_TRIPS[kind]);
});

test("a failed statement that somebody caught is not taken for success", async () => {
  const caught = withOwner(OWNER, async (tx) => {
    await tx.insert(threads).values(newThread("thr_2"));
    await tx.execute(sql`select 1 / 0`).catch(() => {});
  });
  await expect(caught).rejects.toThrow("the transaction was rolled back");
  expect(await withOwner(OWNER, (tx) => tx.select().from(threads))).toHaveLength(1);
});

test("a connection that breaks fails its transaction, and the next one is on another", async () => {
  const broken = withOwner(OWNER, async (tx) => {
    await tx.execute(sql`select 1`);
    await breakConnections();
    return tx.execute(sql`select 1`);
  });
  await expect(broken).rejects.toThrow();
  const ask = () => withOwner(OWNER, (tx) => tx.select().from(threads)).catch(() => []);
  await expect.poll(ask).toHaveLength(1);
  await breakConnections();
  await expect.poll(ask).toHaveLength(1);
});

test("a connection to a server that has become a standby is not used again", async () => {
  const db = await getDb();
  const { $client } = db as unknown as { $client: { totalCount: number } };
  await db.execute(sql`select 1`);
  const many = $client.totalCount;
  const all = Promise.withResolvers<void>();
  let demoted = 0;
  const demote = () =>
    db.transaction(async (tx) => {
      await tx.execute(sql`set session characteristics as transaction read only`);
      demoted += 1;
      if (demoted === many) all.resolve();
      await all.promise;
    });
  await Promise.all(Array.from({ length: many }, demote));
  const write = () => db.transaction((tx) => tx.execute(sql`delete from owners where id = 'x'`));
  for (const _ of Array(many)) {
    await expect(write()).rejects.toMatchObject({ cause: { code: "25006" } });
  }
  await write();
});

test("where its disk is full a new thread is 507 in words, and the list is still read", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await execute(
    superuserUrl,
    `create function refuse_full() returns trigger language plpgsql as
      $$ begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert on threads
      for each row execute function refuse_full()`,
  );
  const { headers } = await signIn("ada");
  const url = "http://localhost/v1/threads";
  const post = () =>
    makeThread(new Request(url, { method: "POST", headers, body: "{}" }), undefined);
  const refused = await post();
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({
    code: "INSUFFICIENT_STORAGE",
    message: "The server has no room left to store this. What is stored can still be read",
  });
  expect((await listThreads(new Request(url, { headers }), undefined)).status).toBe(200);
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
  await execute(superuserUrl, "drop function refuse_full cascade");
  expect((await post()).status).toBe(201);
});
