import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { expect, test, vi } from "vitest";
import { findRoleProblem } from "./client.ts";
import { applyMigrations } from "./migrate.ts";

vi.setConfig({ testTimeout: 30_000 }); // It makes a cluster, which is as much as starting a server.

test("who migrates may take the role of owners, though making a role does not give that since 16", async () => {
  const client = await PGlite.create();
  const db = drizzle({ client });
  const { rows } = await db.execute("select current_setting('server_version_num')::int as version");
  expect(rows[0]?.version).toBeGreaterThanOrEqual(160_000);
  await client.exec(`create role migrator login createrole nosuperuser;
    grant create on schema public to migrator;
    create role boss superuser role migrator;
    do $$ begin execute format('grant create on database %I to migrator', current_database()); end $$;
    set session authorization migrator`);
  await applyMigrations(db);
  await client.exec("begin; set local role app_user; select * from threads; rollback");
  expect(await findRoleProblem(db)).toMatch(/^DATABASE_URL: the role migrator owns the tables; /);
  await client.exec("begin; set local role boss");
  expect(await findRoleProblem(db)).toMatch(/the role boss bypasses row-level security; /);
  await client.exec("rollback");
  // The lists of users and of their sums alone are read without taking the role of one.
  const forced = await client.query(`select relname from pg_class
    where relrowsecurity and not relforcerowsecurity order by relname`);
  expect(forced.rows).toEqual([{ relname: "owners" }, { relname: "usage_days" }]);
  await client.exec("create role web login in role app_system, app_user");
  await client.exec("reset session authorization; set session authorization web");
  expect(await findRoleProblem(db)).toBeUndefined();
  expect(await applyMigrations(db)).toBeGreaterThan(9);
  await client.exec("begin; set local role app_user; select * from threads; rollback");
  await client.exec(`insert into projects (id, name) values ('p', 'p');
    insert into owners (project_id, id, last_seen_at) values ('p', 'a', now()), ('p', 'b', now());
    begin; set local role app_user; set local app.owner = 'a'; delete from owners; commit`);
  expect((await client.query("select id from owners")).rows).toEqual([{ id: "b" }]);
  await expect(client.exec("drop table threads")).rejects.toThrow("must be owner");
  await client.close();
});
