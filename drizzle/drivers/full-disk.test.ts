import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { persist } from "#lib/base/outage.ts";
import { openPglite } from "./pglite.ts";
import { freeBytes, LEAST_FREE, RESERVE } from "./pglite-files.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 }); // These make databases and start processes.

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-disk-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const copyTemplate = () =>
  cpSync(join(inject("dataDirTemplate"), "pglite"), join(directory, "pglite"), { recursive: true });

/** A small disk of one's own in memory, which only root may make. */
function mount(megabytes: number): boolean {
  const { status } = spawnSync("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${megabytes}m`,
    "none",
    directory,
  ]);
  return status === 0;
}
const canMount = process.getuid?.() === 0 && isMountable();
function isMountable(): boolean {
  directory = mkdtempSync(join(tmpdir(), "tambo-users-files-"));
  const isMounted = mount(1);
  if (isMounted) spawnSync("umount", [directory]);
  rmSync(directory, { recursive: true });
  return isMounted;
}

test.skipIf(!canMount)("a volume that is mounted one level too low is named", async () => {
  const data = directory;
  directory = join(data, "pglite");
  mkdirSync(directory);
  expect(mount(200)).toBe(true);
  const refused = openPglite(data);
  await expect(refused).rejects.toThrow(
    `DATA_DIR: ${directory} is the root of a disk or volume, and a new database needs a folder on it; mount it one level higher, at DATA_DIR`,
  );
  spawnSync("umount", [directory]);
  directory = data;
});

// A disk can only be made small by root.
describe.skipIf(!canMount)("a disk that fills", () => {
  beforeEach(() => {
    expect(mount(200)).toBe(true);
  });
  afterEach(() => {
    // Lazily: the lock on it stays until this process ends.
    spawnSync("umount", ["-l", directory]);
  });
  /** Leaves so much. */
  const fill = (left: number) => {
    const file = join(directory, "fill");
    rmSync(file, { force: true });
    writeFileSync(file, Buffer.alloc(freeBytes(directory) - left));
  };

  test("is told at a first start in one line", async () => {
    fill(3 * 1_048_576);
    await expect(openPglite(directory)).rejects.toThrow(
      `\n  - DATA_DIR: ${directory} is on a disk with 3 MB left, and the database needs 128 MB; free some, or set another DATA_DIR`,
    );
  });

  test("is told when it has no room to open the database", async () => {
    copyTemplate();
    fill(RESERVE + 8 * 1_048_576);
    await expect(openPglite(directory)).rejects.toThrow(
      `/pglite is on a disk with 40 MB left, and the database needs 48 MB; free some`,
    );
  });

  test("is the one that a link leads to", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "tambo-users-link-"));
    copyTemplate();
    symlinkSync(join(directory, "pglite"), join(elsewhere, "pglite"));
    const { isFull, close } = await openPglite(elsewhere);
    expect(isFull?.()).toBe(false);
    fill(LEAST_FREE - 1_048_576);
    expect(isFull?.()).toBe(true);
    await close();
    rmSync(elsewhere, { recursive: true });
  });

  test("refuses writes in time, not reads and what must not be lost, and takes them again", async () => {
    copyTemplate();
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { db, isFull, close } = await openPglite(directory);
    expect(isFull?.()).toBe(false);
    await db.execute("create table t (x text)");
    const write = () => db.execute("insert into t values ('a')");
    const full = { cause: { code: "53100" } };

    fill(LEAST_FREE - 1_048_576);
    expect(isFull?.()).toBe(true);
    await expect(write()).rejects.toMatchObject(full);
    await expect(
      db.transaction(async (tx) => tx.execute("update t set x = 'b'")),
    ).rejects.toMatchObject(full);
    await expect(
      db.execute("with w as (insert into t values ('b') returning x) select x from w"),
    ).rejects.toMatchObject(full);
    expect((await db.execute("with w as (select 1 as one) select one from w")).rows).toEqual([
      { one: 1 },
    ]);
    expect((await db.execute("select x from t")).rows).toEqual([]);
    expect(log.mock.calls).toEqual([
      [expect.stringContaining("63 MB left; nothing is stored until there are 64 MB")],
    ]);
    await persist(write);

    fill(RESERVE - 1_048_576);
    await expect(persist(write)).rejects.toMatchObject(full);
    expect((await db.execute("select x from t")).rows).toEqual([{ x: "a" }]);

    rmSync(join(directory, "fill"));
    await write();
    expect((await db.execute("select x from t")).rows).toHaveLength(2);
    await close();
    log.mockRestore();
  });

  test("by others while the engine writes costs the engine, and neither the process nor what is stored", async () => {
    copyTemplate();
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { db, close } = await openPglite(directory);
    await db.execute("create table t (x text)");
    await db.execute("insert into t values ('kept')");
    fill(4_000_000);
    const full = { cause: { code: "53100" } };
    // A read, by its first word.
    const write = "select md5(i::text) into other from generate_series(1, 500000) as i";
    await expect(db.execute(write)).rejects.toMatchObject(full);
    // There is no room to start another.
    await expect(db.execute("select x from t")).rejects.toMatchObject(full);
    rmSync(join(directory, "fill"));
    expect((await db.execute("select x from t")).rows).toEqual([{ x: "kept" }]);
    await close();
    log.mockRestore();
  });
});
