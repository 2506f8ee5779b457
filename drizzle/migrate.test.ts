import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { boot } from "#server/boot.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { getDb, openDatabase } from "./client.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

const { kind } = provideDatabase({ isEmpty: true });

async function run(...args: string[]) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, output: output + errors };
}

const LACKS =
  /^ {2}- DATABASE_URL: the database lacks \d+ of this version's migrations; run `npm run db:migrate`$/m;

test("a database without migrations is refused, and the server ends with that line", async () => {
  await expect(openDatabase()).rejects.toThrow(LACKS);
  const start = 'await (await import("#server/boot.ts")).bootOrExit();';
  const { code, output } = await run("--input-type=module", "--eval", start);
  expect(output).toMatch(LACKS);
  expect(output.trim().split("\n")).toHaveLength(2);
  expect(code).toBe(1);
});

test("two that migrate at once both end well, and each migration is applied once", async () => {
  // One of them as a build on Vercel does it.
  const runs = await Promise.all([run("scripts/migrate.ts"), run("scripts/migrate.ts", "--build")]);
  for (const { code, output } of runs) {
    expect(output).toMatch(new RegExp(`^The ${kind} database has all \\d+ migrations.$`, "m"));
    expect(code).toBe(0);
  }
  const db = await getDb();
  const { rows } = await db.execute(`select count(*) = count(distinct hash) as once
    from drizzle.__drizzle_migrations`);
  expect(rows).toEqual([{ once: true }]);
});

test("the server starts with a role that is above the walls, and says so", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await boot();
  expect(warn.mock.calls).toEqual([
    [
      "DATABASE_URL: the role app_owner bypasses row-level security; one in app_system and app_user is enough to serve (docs/operations.md)",
    ],
  ]);
});
