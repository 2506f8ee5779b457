import { beforeAll, expect, test, vi } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { openDatabase } from "#drizzle/client.ts";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { flushWrites } from "#lib/base/background.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { signIn } from "#test/sign-in.ts";
import { type Execute, fill, SUBJECT } from "./fill.ts";
import { listOperations } from "./operations.ts";
import { EXPLAIN_ALWAYS, type Plan, watchPlans } from "./plans.ts";
import { partsOf, shard } from "./shards.ts";

vi.setConfig({ hookTimeout: 30_000, testTimeout: 30_000 }); // Thousands of rows, and every operation.

const { superuserUrl } = provideDatabase();
const database = new URL(superuserUrl).pathname.slice(1);
const asSuperuser: Execute = (statement) => execute(superuserUrl, statement);

/** Rows that a statement may look at: those of its page. Every table has many times as many. */
const MOST = 110;
/** A search looks at its user's newest messages, the list of users counts the threads of each, and a month has 720 hours. */
const MOST_COUNTED = 1_600;
/** Its rows are few whatever else there is. */
const SMALL = "signing_keys";

/** For connections that are made from now on. */
async function set(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings))
    await asSuperuser(`alter database ${database} set ${name} = '${value}'`);
}

async function explainAll(): Promise<(Plan & { name: string })[]> {
  const found = [];
  for (const { name, prepare, act } of listOperations(await signIn(SUBJECT))) {
    const prepared = (await prepare?.()) ?? "";
    await flushWrites();
    const plans = await watchPlans(() => act(prepared));
    found.push(...plans.map((plan) => ({ name, ...plan })));
  }
  return found;
}

const readFully = (plans: Plan[]) =>
  plans.filter(({ scans }) =>
    scans.some(({ how, table }) => /Seq Scan/.test(how) && table !== SMALL),
  );

beforeAll(async () => {
  // A table of this size would be read as a whole, where one of a million rows is not.
  await set({ ...EXPLAIN_ALWAYS, enable_seqscan: "off" });
  const user = ownerId("default", (await providerTrust()).ownerNamespace, SUBJECT);
  await fill(asSuperuser, user, { users: 20, threads: 25, guests: 2_000 });
});

test("no statement looks at more rows than those of its page, whatever a table has", async () => {
  const plans = await explainAll();
  expect(readFully(plans)).toEqual([]);
  const mostOf = (name: string) => (/^search|^users|^exchanges/.test(name) ? MOST_COUNTED : MOST);
  expect(plans.filter(({ name, rows }) => rows > mostOf(name))).toEqual([]);
});

test("planned for all values together and with tables in parts by the owner's hash, each statement reads one part, without row-level security", async () => {
  await shard(asSuperuser, database, (await signIn(SUBJECT)).ownerId);
  await set({ plan_cache_mode: "force_generic_plan" });
  // Nothing connects meanwhile.
  await flushWrites();
  await asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  const { countConnections } = await openDatabase();
  await expect.poll(() => countConnections?.().idle).toBe(0);
  const plans = await explainAll();
  expect(readFully(plans)).toEqual([]);
  const parts = plans.map(({ name, statement, scans }) => ({
    name,
    statement,
    of: partsOf(scans),
  }));
  expect(parts.filter(({ of }) => of.length === 1).length).toBeGreaterThan(90);
  expect(parts.filter(({ of }) => of.length > 1)).toEqual([]);
});
