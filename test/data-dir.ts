import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { makeDatabase } from "#test/postgres/make-database.ts";

/**
 * Gives a test file a data directory and a database of its own and removes both afterwards: the
 * embedded one or, in the projects of `vitest.config.ts` that say so, one on a PostgreSQL.
 * Call it before anything reads the configuration.
 */
export function provideDataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-test-"));
  process.env.DATA_DIR = directory;
  if (process.env.TEST_DATABASE) {
    const { settings, create, drop } = makeDatabase(process.env.TEST_DATABASE);
    Object.assign(process.env, settings, { APP_SECRET: randomBytes(32).toString("base64url") });
    beforeAll(create);
    afterAll(drop);
  }
  afterAll(async () => {
    const { openDatabase } = await import("#drizzle/client.ts");
    await (await openDatabase()).close();
    rmSync(directory, { recursive: true });
  });
  return directory;
}
