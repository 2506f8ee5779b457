import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import type { DatabaseHandle } from "#drizzle/database.ts";
import { processWide } from "#lib/base/process.ts";
import {
  type DatabaseOptions,
  makeDatabase,
  type ServerDriver,
  workerDatabase,
} from "#test/postgres/make-database.ts";

/**
 * Gives a test file a data directory that is removed afterwards, and an empty database: the
 * embedded one in it or, as its project in `vitest.config.ts` says, one on a server.
 * Call it before anything reads the configuration.
 */
export function provideDataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-test-"));
  process.env.DATA_DIR = directory;
  afterAll(() => rmSync(directory, { recursive: true }));
  if (process.env.TEST_DATABASE === "pglite") {
    cpSync(inject("dataDirTemplate"), directory, { recursive: true });
  } else {
    const database = workerDatabase(serverDriver());
    Object.assign(process.env, database.settings);
    beforeAll(database.empty);
  }
  beforeAll(connect);
  afterAll(closeDatabase);
  return directory;
}

/** Gives a test file a database of its own on a server, which its project must have. */
export function provideDatabase(options?: DatabaseOptions) {
  const database = makeDatabase(serverDriver(), options);
  Object.assign(process.env, database.settings);
  beforeAll(database.create);
  afterAll(database.drop);
  beforeAll(connect);
  afterAll(closeDatabase);
  return database;
}

/** As at boot: what is told to a floor above comes to it. */
async function connect(): Promise<void> {
  (await import("#server/hooks.ts")).connectFloors();
}

function serverDriver(): ServerDriver {
  const name = process.env.TEST_DATABASE;
  if (name === "postgres" || name === "neon") return name;
  throw new Error("this test belongs to the projects that have a database server");
}

async function closeDatabase(): Promise<void> {
  // What is written off the request path would come to a closed database.
  const { flushWrites } = await import("#lib/base/background.ts");
  await flushWrites();
  // A file that never opened its database has none to close.
  const opened = processWide<Promise<DatabaseHandle | undefined>>(
    "database",
    async () => undefined,
  );
  await (await opened)?.close();
}
