import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DrizzleQueryError, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { openPglite } from "./pglite.ts";
import { cannotOpen, POSTGRES_MAJOR } from "./pglite-files.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 }); // These make databases and start processes.

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-files-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const at = (...path: string[]) => join(directory, "pglite", ...path);
const copyTemplate = () =>
  cpSync(join(inject("dataDirTemplate"), "pglite"), at(), { recursive: true });
const remove = (...path: string[]) => rmSync(at(...path), { recursive: true });

test("what fails behind a statement is named by its cause, and a full disk is no damage", () => {
  const because = (message: string, code?: string) =>
    cannotOpen(
      directory,
      new DrizzleQueryError("create table t ()", [], Object.assign(new Error(message), { code })),
    ).message;
  expect(because("it is gone")).toContain("cannot be opened (it is gone); restore the folder");
  const full = because("DATA_DIR: a disk with 9 MB left", "53100");
  expect(full).toContain("- DATA_DIR: a disk with 9 MB left");
  expect(full).not.toMatch(/restore|move it away/);
});

describe("a folder that is no whole database", () => {
  test.each<[string, () => void, string]>([
    [
      "of an older version",
      () => writeFileSync(at("PG_VERSION"), "17\n"),
      "is of PostgreSQL 17, and this version of the app reads PostgreSQL 18; export it with the version that wrote it",
    ],
    [
      "with PG_VERSION alone",
      () => {
        remove();
        mkdirSync(at());
        writeFileSync(at("PG_VERSION"), "18\n");
      },
      "is no whole database, base, global/pg_control",
    ],
    [
      "whose version cannot be read",
      () => writeFileSync(at("PG_VERSION"), "\u001b[31m17\nand more\n"),
      "cannot be opened (PGlite failed to initialize",
    ],
    [
      "without PG_VERSION",
      () => remove("PG_VERSION"),
      "is no whole database, PG_VERSION is missing",
    ],
    ["without its log", () => remove("pg_wal"), "pg_wal is missing"],
    [
      "without a folder that is not looked for",
      () => remove("pg_notify"),
      "cannot be opened (PGlite failed to initialize",
    ],
    [
      "whose control file is empty",
      () => truncateSync(at("global/pg_control")),
      "cannot be opened (Aborted",
    ],
    [
      "that is a file",
      () => {
        remove();
        writeFileSync(at(), "");
      },
      "is no whole database",
    ],
  ])("%s is told in one line, with the remedy, and stays as it is", async (_, damage, words) => {
    copyTemplate();
    damage();
    const refused = openPglite(directory);
    await expect(refused).rejects.toMatchObject({ name: "EnvError" });
    const { message } = (await refused.catch((error: unknown) => error)) as Error;
    const [, line = "", ...more] = message.split("\n");
    expect(more).toEqual([]);
    expect(line).toContain(`DATA_DIR: `);
    expect(line).toContain(at());
    expect(line).toContain(words);
    expect(line).toMatch(/restore the folder from a copy|set another DATA_DIR/);
  });
});

test("a link to the folder is followed", async () => {
  copyTemplate();
  renameSync(at(), join(directory, "elsewhere"));
  symlinkSync("elsewhere", at());
  const database = await openPglite(directory);
  await expect(database.db.execute(sql`select 1 as one`)).resolves.toMatchObject({
    rows: [{ one: 1 }],
  });
  await database.close();
});

test("a link to an empty folder leads to the new database", async () => {
  mkdirSync(join(directory, "elsewhere"));
  symlinkSync("elsewhere", at());
  await (await openPglite(directory)).close();
  expect(readlinkSync(at())).toBe("elsewhere");
  expect(readdirSync(join(directory, "elsewhere"))).toContain("PG_VERSION");
});

test("a link that leads nowhere is told in one line, and stays", async () => {
  symlinkSync("elsewhere", at());
  await expect(openPglite(directory)).rejects.toThrow(
    `DATA_DIR: ${at()} is a link to elsewhere, which is not there`,
  );
  expect(readlinkSync(at())).toBe("elsewhere");
});

test("a first start that is killed leaves nothing in the way of the next one", async () => {
  mkdirSync(at());
  mkdirSync(`${at()}.new`);
  writeFileSync(join(`${at()}.new`, "PG_VERSION"), "18\n");
  const database = await openPglite(directory);
  const { rows } = await database.db.execute<{ major: string }>(
    sql`select current_setting('server_version_num')::int / 10000 || '' as major`,
  );
  expect(rows).toEqual([{ major: POSTGRES_MAJOR }]);
  await database.close();
});
