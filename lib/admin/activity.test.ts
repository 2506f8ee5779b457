import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { activity, exchangeHours } from "#drizzle/schema/settings.ts";
import { flushWrites } from "#lib/base/background.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { countExchangesPerHour, listActivity, noteActivity } from "./activity.ts";

provideDataDir();

afterEach(() => {
  vi.useRealTimers();
});

const projectId = "default";
const exchange = { projectId, kind: "exchange" as const };

test("what happens within a second is stored by one statement, and none before", async () => {
  await defaultProject();
  const noting = await countDirectStatements(async () => {
    for (let count = 0; count < 50; count += 1) {
      noteActivity({ ...exchange, outcome: "ok", ownerId: `owner ${count % 2}` });
    }
    noteActivity({
      ...exchange,
      outcome: "refused",
      issuer: "x".repeat(299) + "😀".repeat(9),
      detail: "a\0b",
    });
  });
  expect(noting).toEqual([]);
  const writing = await countDirectStatements(flushWrites);
  expect(writing.filter((statement) => statement.includes("insert"))).toHaveLength(1);
  const refused = await listActivity(projectId, { outcome: "refused" }, 100);
  expect(refused).toMatchObject([
    { issuer: `${"x".repeat(299)}\ufffd`, detail: "ab", ownerId: null },
  ]);
  expect(await listActivity(projectId, { ownerId: "owner 1" }, 100)).toHaveLength(25);
});

test("pages follow each other without a gap", async () => {
  const first = await listActivity(projectId, {}, 30);
  const second = await listActivity(projectId, { before: first.at(-1)?.id }, 30);
  const ids = [...first, ...second].map(({ id }) => id);
  expect(new Set(ids).size).toBe(51);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
});

test("exchanges are counted by the hour", async () => {
  const hours = await countExchangesPerHour(projectId, new Date(Date.now() - 3_600_000));
  expect(hours.reduce((sum, { ok }) => sum + ok, 0)).toBe(50);
  expect(hours.reduce((sum, { refused }) => sum + refused, 0)).toBe(1);
  for (const { hour } of hours) expect(hour.getTime() % 3_600_000).toBe(0);
});

test("what is older than thirty days is deleted with a later write", async () => {
  const db = await getDb();
  const at = new Date(Date.now() - 31 * 24 * 3_600_000);
  await db.insert(activity).values({ ...exchange, outcome: "ok", at, detail: "long ago" });
  await db.insert(exchangeHours).values({ projectId, hour: at, ok: 1, refused: 0 });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
  noteActivity({ ...exchange, outcome: "ok" });
  await flushWrites();
  const details = (await listActivity(projectId, {}, 100)).map(({ detail }) => detail);
  expect(details).toHaveLength(52);
  expect(details).not.toContain("long ago");
  const hours = await countExchangesPerHour(projectId, at);
  expect(hours.reduce((sum, { ok }) => sum + ok, 0)).toBe(51);
});

test("what came in a long outage is stored, though it is more than one statement takes", async () => {
  for (let count = 0; count < 10_000; count += 1) {
    noteActivity({ ...exchange, outcome: "ok", ownerId: "outage" });
  }
  await flushWrites();
  const db = await getDb();
  expect(await db.$count(activity, eq(activity.ownerId, "outage"))).toBe(10_000);
});
