import { afterEach, expect, test, vi } from "vitest";
import { flushWrites } from "#lib/base/background.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { noted } from "#test/limits.ts";
import { listUsage } from "./list-usage.ts";
import { noteUsage } from "./note-usage.ts";

provideDataDir();
const projectId = "default";
const EVE = "E".repeat(22);
const ownerId = "owner-of-the-run-tests";
afterEach(() => {
  vi.useRealTimers();
});

test("days are listed from the newest, each with its sum and then those who used most, page by page", async () => {
  const tokens = { [EVE]: 30, [ownerId]: 10, ["F".repeat(22)]: 30 };
  for (const at of [2, 1]) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 10 - at) });
    for (const [of, inputTokens] of Object.entries(tokens)) noteUsage(noted(of, { inputTokens }));
    await flushWrites();
  }
  const listed: string[] = [];
  let after: { day: string; tokens: number; ownerId: string } | undefined;
  do {
    const page = await listUsage(projectId, 3, { after });
    listed.push(...page.map((row) => `${row.day} ${row.ownerId} ${row.tokens}`));
    after = page.at(-1);
  } while (after);
  const ofDay = (day: string) => [
    `${day}  85`,
    `${day} ${"F".repeat(22)} 35`,
    `${day} ${EVE} 35`,
    `${day} ${ownerId} 15`,
  ];
  expect(listed).toEqual([...ofDay("2027-01-09"), ...ofDay("2027-01-08")]);
  const mine = await listUsage(projectId, 10, { ownerId });
  expect(mine.map((row) => row.day)).toEqual(["2027-01-09", "2027-01-08"]);
});
