import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/**
 * Gives a test file a data directory, hence a database, of its own and removes it afterwards.
 * Call it before anything reads the configuration.
 */
export function provideDataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-test-"));
  process.env.DATA_DIR = directory;
  afterAll(async () => {
    const { openDatabase } = await import("#drizzle/client.ts");
    await (await openDatabase()).close();
    rmSync(directory, { recursive: true });
  });
  return directory;
}
