import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { type DatabaseOptions, makeDatabase } from "#test/postgres/make-database.ts";

/**
 * Gives a test file a data directory and a database of its own and removes both afterwards: the
 * embedded one or, in the projects of `vitest.config.ts` that say so, one on a server.
 * Call it before anything reads the configuration.
 */
export function provideDataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-test-"));
  process.env.DATA_DIR = directory;
  afterAll(() => rmSync(directory, { recursive: true }));
  if (process.env.TEST_DATABASE) {
    provideDatabase();
    return directory;
  }
  cpSync(inject("dataDirTemplate"), directory, { recursive: true });
  afterAll(closeDatabase);
  return directory;
}

/** Gives a test file a database on a server, which its project must have. */
export function provideDatabase(options?: DatabaseOptions) {
  const kind = process.env.TEST_DATABASE;
  if (kind !== "postgres" && kind !== "neon") {
    throw new Error("this test belongs to the projects that have a database server");
  }
  const database = makeDatabase(kind, options);
  Object.assign(process.env, database.settings);
  beforeAll(database.create);
  afterAll(database.drop);
  afterAll(closeDatabase);
  return database;
}

async function closeDatabase(): Promise<void> {
  // What is written off the request path would come to a closed database.
  const { writeNow } = await import("#lib/write-later.ts");
  await writeNow();
  const { openDatabase } = await import("#drizzle/client.ts");
  await (await openDatabase()).close();
}
