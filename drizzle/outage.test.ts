import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { renewOnce } from "#adapters/shared/renewal.ts";
import { GET as listThreads } from "#app/v1/threads/route.ts";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { isDiskFull, isOutage, RECONNECT_TIMEOUT } from "#lib/base/outage.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { almostEnded } from "#test/postgres/almost-ended.ts";
import { makeCuttable } from "#test/postgres/cuttable.ts";
import { TERMINAL_WRITES } from "#test/postgres/terminal-writes.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { getDb } from "./client.ts";
import { connectTo } from "./connect.ts";
import { withOwner } from "./with-owner.ts";

vi.setConfig({ testTimeout: 20_000 }); // These wait for an outage to end.

/** Milliseconds that every query waits for by itself, and as many as only what is repeated survives. */
const SHORT = 1_200;
const LONG = RECONNECT_TIMEOUT + 1_000;

// Hooks run last first: the line is there until the database is closed.
afterAll(() => line.cut());
const { superuserUrl } = provideDatabase();
const line = await makeCuttable(process.env.DATABASE_URL ?? "");
process.env.DATABASE_URL = line.url;
const log = vi.spyOn(console, "error").mockImplementation(() => {});

/** What stands in the database, asked past the line. */
const count = async (from: string) => {
  const [row] = (await execute(superuserUrl, `select count(*)::int as count from ${from}`)) as {
    count: number;
  }[];
  return row?.count;
};

let ada: SignedIn;
beforeAll(async () => {
  await defaultProject();
  ada = await signIn("ada");
});
beforeEach(() => log.mockClear());
afterAll(() => log.mockRestore());

const WRITES = Object.entries({ ...TERMINAL_WRITES, "the end of a run": () => almostEnded(count) });

describe("an outage of the database is survived by", () => {
  const outcomes = new Map<string, Promise<void>>();
  let logged: unknown[];

  // One outage for all of them: they do not meet.
  beforeAll(async () => {
    const prepared = [];
    for (const [name, prepare] of WRITES) prepared.push({ name, ...(await prepare()) });
    await line.cut();
    for (const { name, write, rows } of prepared) {
      const outcome = write().then(async () => expect(await count(rows[0])).toBe(rows[1]));
      outcome.catch(() => {}); // Its own test says so.
      outcomes.set(name, outcome);
    }
    await setTimeout(LONG);
    await line.mend();
    await Promise.allSettled(outcomes.values());
    logged = log.mock.calls.slice();
  }, 30_000);

  test.each(WRITES.map(([name]) => name))("%s", (name) => outcomes.get(name));
  test("without a word in the log", () => {
    expect(logged).toEqual([]);
  });
});

describe.each(WRITES)("%s", (_, prepare) => {
  test("is done once, whichever of its commits is done and its answer lost", async () => {
    let lost = -1;
    do {
      lost += 1;
      const { write, rows } = await prepare();
      line.loseAnswer(lost + 1);
      await write();
      expect(await count(rows[0])).toBe(rows[1]);
    } while (line.keepAnswers());
    expect(lost).toBeGreaterThan(0);
    // The progress of a run is stored again a second later, so an answer to it may be the lost one.
    const said = log.mock.calls.filter(([text]) => !/^run \S+ could not be saved:/.test(text));
    expect(said).toEqual([]);
  });
});

test("a renewal that cannot be kept is good for whoever asked, and the log says it", async () => {
  const renew = async () => {
    await execute(superuserUrl, "alter table auth.renewals rename to gone");
    return "renewed";
  };
  expect(await renewOnce("a refresh token", renew)).toBe("renewed");
  expect(log).toHaveBeenCalledOnce();
  expect(JSON.stringify(log.mock.calls)).not.toMatch(/a refresh token|"renewed"/);
  await execute(superuserUrl, "alter table auth.gone rename to renewals");
});

describe("a request", () => {
  const ask = () =>
    listThreads(new Request("http://localhost/v1/threads", { headers: ada.headers }), undefined);

  test("waits for a database that comes back", async () => {
    await line.cut();
    const asked = ask();
    await setTimeout(SHORT);
    await line.mend();
    expect((await asked).status).toBe(200);
  });

  test("is 503 with Retry-After while the database stays away, and works afterwards", async () => {
    await line.cut();
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await response.json()).toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      message: "The database does not answer at the moment. Try again in a few seconds",
    });
    await line.mend();
    expect((await ask()).status).toBe(200);
  });
});

test("connections that break at the beginning of a transaction are no longer counted", async () => {
  const db = await getDb();
  const { $client } = db as unknown as { $client: { totalCount: number; idleCount: number } };
  for (let round = 0; round < 3; round += 1) {
    await db.execute(sql`select 1`);
    await line.cut();
    await expect(db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toThrow();
    await line.mend();
  }
  await expect.poll(() => $client.totalCount - $client.idleCount).toBe(0);
});

describe("a connection on which nothing arrives any more", () => {
  const OWNER = "owner-on-a-silent-line";

  test("is given up, and with it what its transaction had locked", async () => {
    const { db, countConnections, transactAs, close } = await connectTo(
      `${line.url}?query_timeout=1000`,
    );
    const lock = sql`select pg_advisory_xact_lock(7), current_setting('idle_in_transaction_session_timeout') as idle`;
    const locking = Promise.withResolvers<void>();
    const lost = transactAs(OWNER, async (tx) => {
      await tx.execute(sql`set local idle_in_transaction_session_timeout = '1s'`);
      expect((await tx.execute(lock)).rows).toMatchObject([{ idle: "1s" }]);
      line.silence();
      locking.resolve();
      return tx.execute(lock);
    }).catch((error: unknown) => error);
    await locking.promise;
    expect(isOutage(await lost)).toBe(true);
    expect(countConnections?.()).toMatchObject({ in_use: 0, idle: 0 });
    await expect.poll(() => db.execute(lock).then(({ rows }) => rows.length)).toBe(1);
    await close();
  });

  test("is known after ten seconds, at both ends", async () => {
    const { $client } = (await getDb()) as unknown as { $client: { options: object } };
    const connectionString = `${line.url}?query_timeout=10000`;
    expect($client.options).toMatchObject({ connectionString });
    const show = sql`show idle_in_transaction_session_timeout`;
    const { rows } = await withOwner(OWNER, (tx) => tx.execute(show));
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: "10s" }]);
  });
});

test("a statement that is at fault is no outage, and neither is a full disk", async () => {
  const db = await getDb();
  const failed = await db.execute(sql`select 1 / 0`).catch((error: unknown) => error);
  expect([isOutage(failed), isDiskFull(failed)]).toEqual([false, false]);
  const killed = await db
    .execute(sql`select pg_terminate_backend(pg_backend_pid())`)
    .catch((error: unknown) => error);
  expect([isOutage(killed), isDiskFull(killed)]).toEqual([true, false]);
  const demoted = Object.assign(new Error("read-only"), { code: "25006" });
  expect(isOutage(demoted)).toBe(true);
  const full = Object.assign(new Error("no space"), { code: "53100" });
  expect([isOutage(full), isDiskFull(new Error("failed", { cause: full }))]).toEqual([false, true]);
});
