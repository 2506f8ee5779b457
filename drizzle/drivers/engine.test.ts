import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { openPglite } from "./pglite.ts";

vi.setConfig({ testTimeout: 60_000 }); // These start processes.

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-engine-"));
  cpSync(inject("dataDirTemplate"), directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const SPINS = "with recursive r as (select 1 union all select * from r) select count(*) from r";

/** Stores numbers, and says each once it is stored. After the fiftieth it writes on, or spins. */
const STORES = (files: string, then: string) => `
  const { openPglite } = await import("#drizzle/drivers/pglite.ts");
  const { db, close } = await openPglite(${JSON.stringify(files)});
  process.on("SIGTERM", () => close().then(() => process.exit(7)));
  await db.execute("create table t (x int)");
  for (let x = 0; ; x += 1) {
    await db.execute("insert into t values (" + x + ")");
    console.log(x);
    if (x === 50) ${then};
  }`;

test.each([
  ["SIGKILL", "while the engine writes", "{}", [null, "SIGKILL"]],
  ["SIGTERM", "while the engine spins", `{ db.execute("${SPINS}").catch(() => {}) }`, [7, null]],
] as const)("after %s %s everything that was stored is there", async (signal, _, then, end) => {
  const child = spawn(
    process.execPath,
    ["--input-type=module", "--eval", STORES(directory, then)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const output = text(child.stdout);
  let seen = "";
  child.stdout.on("data", (part) => {
    seen += part;
    if (/^50$/m.test(seen)) child.kill(signal);
  });
  expect(await once(child, "exit")).toEqual(end);
  const said = (await output).trim().split("\n").map(Number);
  const database = await openPglite(directory);
  const { rows } = await database.db.execute<{ x: number }>(sql`select x from t order by x`);
  expect(said.length).toBeGreaterThan(50);
  // The last one may be stored without an answer.
  expect(rows.map(({ x }) => x).slice(0, said.length)).toEqual(said);
  await database.close();
});

test("an owner's transaction does not come between the statements of another", async () => {
  const { db, transactAs, close } = await openPglite(directory);
  const whoAsks = () =>
    transactAs("alice_________________", (tx) =>
      tx.execute(sql`select current_setting('app.owner', true) as owner`),
    );
  const number = sql`select pg_current_xact_id()::text as transaction, current_user as name`;
  // The first is still under way when the transaction begins.
  const others = [whoAsks()];
  await db.transaction(async (tx) => {
    others.push(whoAsks(), whoAsks());
    const first = await tx.execute(number);
    others.push(whoAsks());
    const last = await tx.execute(number);
    expect(first.rows).toEqual([{ transaction: expect.any(String), name: "postgres" }]);
    expect(last.rows).toEqual(first.rows);
  });
  for (const { rows } of await Promise.all(others)) {
    expect(rows).toEqual([{ owner: "alice_________________" }]);
  }
  await close();
});
