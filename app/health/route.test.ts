import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { openDatabase } from "#drizzle/client.ts";
import { isOutage } from "#lib/base/outage.ts";
import packageJson from "#package.json" with { type: "json" };
import { provideDataDir } from "#test/data-dir.ts";
import { GET } from "./route.ts";

vi.setConfig({ testTimeout: 30_000 }); // One starts the database anew.

provideDataDir();

const request = new Request("http://localhost/health");

test("says what runs, once the database answers", async () => {
  const response = await GET(request, {});
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    status: "ok",
    version: packageJson.version,
    adapter: "better-auth",
    database: "pglite (for development)",
    model: "demo",
  });
});

test("answers while a statement spins, whose engine is replaced in the end", async () => {
  const { db } = await openDatabase();
  await db.execute(sql`create table t as select 1 as one`);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const spins = sql`with recursive r as (select 1 union all select * from r) select count(*) from r`;
  const failed = [db.execute(spins), db.execute(sql`select one from t`)].map((query) =>
    query.execute().then(
      () => false,
      (error: unknown) => isOutage(error),
    ),
  );
  const answer = GET(request, {});
  await vi.advanceTimersByTimeAsync(3_000);
  expect((await answer).status).toBe(503);
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(await Promise.all(failed)).toEqual([true, true]);
  expect(log.mock.calls.flat()).toContain(
    "DATA_DIR: the embedded database has not answered for 10 seconds, and is started anew",
  );
  log.mockRestore();
  expect((await db.execute(sql`select one from t`)).rows).toEqual([{ one: 1 }]);
  expect((await GET(request, {})).status).toBe(200);
});

test("answers 503 when the database does not", async () => {
  await (await openDatabase()).close();
  const response = await GET(request, {});
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toMatchObject({
    code: "DATABASE_UNAVAILABLE",
    message: "The database does not answer",
  });
  Object.assign(globalThis, { [Symbol.for("tambo-users.database")]: undefined });
});
