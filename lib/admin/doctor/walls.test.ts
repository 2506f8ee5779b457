import { expect, test } from "vitest";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { provideDatabase, provideDoctor } from "#test/doctor.ts";

const { diagnose } = provideDoctor();
const restore = "Restore the policies by the CREATE POLICY statements in drizzle/migrations.";

test("row-level security that is switched off, for every table that has it", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  const rows = (await execute(
    superuserUrl,
    "select distinct format('%I.%I', schemaname, tablename) as name from pg_policies order by 1",
  )) as { name: string }[];
  const alter = (act: string) => rows.map(({ name }) => `ALTER TABLE ${name} ${act};`).join(" ");
  await execute(superuserUrl, alter("DISABLE ROW LEVEL SECURITY"));
  expect(await diagnose(settings)).toEqual([
    {
      code: "walls",
      level: "problem",
      text: `Row-level security is switched off for ${rows.map(({ name }) => name).join(", ")}`,
      remedy: `As the role that owns the tables: ${alter("ENABLE ROW LEVEL SECURITY")}`,
    },
  ]);
});

test("tables without a policy, whether row-level security is on or off", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  await execute(superuserUrl, "drop policy messages_owner on messages");
  for (const name of ["threads_owner", "threads_seen_by_adopter", "threads_adopted"]) {
    await execute(superuserUrl, `drop policy ${name} on threads`);
  }
  const about = { code: "walls", level: "problem" };
  const bare = { ...about, text: "There is no policy on public.messages, public.threads" };
  expect(await diagnose(settings)).toEqual([{ ...bare, remedy: restore }]);
  await execute(superuserUrl, "alter table messages disable row level security");
  expect(await diagnose(settings)).toEqual([
    {
      ...about,
      text: "Row-level security is switched off for public.messages",
      remedy:
        "As the role that owns the tables: ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;",
    },
    { ...bare, remedy: restore },
  ]);
});

test("the tables of others in the same database are not looked at, nor those of the same name", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  await execute(superuserUrl, "create schema theirs");
  for (const table of ["public.invoices", "theirs.messages"]) {
    await execute(superuserUrl, `create table ${table} (id text)`);
    await execute(superuserUrl, `create policy theirs on ${table} using (true)`);
  }
  expect(await diagnose(settings)).toEqual([]);
});

test("a policy that lets everybody see everything", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  await execute(superuserUrl, "create policy open on threads to app_user using (true)");
  expect(await diagnose(settings)).toEqual([
    {
      code: "walls",
      level: "problem",
      text: "One owner sees another's thread (tried, and undone)",
      remedy: restore,
    },
  ]);
  expect(await execute(superuserUrl, "select id from threads")).toEqual([]);
});
