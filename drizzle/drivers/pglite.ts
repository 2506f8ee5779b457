import { PGlite } from "@electric-sql/pglite";
import { drizzle, type PgliteDatabase } from "drizzle-orm/pglite";
import { withReserve } from "#lib/base/outage.ts";
import { lockDataDir } from "../data-dir.ts";
import { bindOwner, type DatabaseHandle } from "../database.ts";
import { applyMigrations } from "../migrate.ts";
import { guardEngine } from "./guard-engine.ts";
import { cannotOpen, freeBytes, LEAST_FREE, prepareFiles, refuseFullDisk } from "./pglite-files.ts";

/** Opens and migrates the embedded database in DATA_DIR. Only one process can open it. Throws EnvError. */
export async function openPglite(directory: string): Promise<DatabaseHandle> {
  refuseFullDisk(directory);
  lockDataDir(directory);
  let client: PGlite | undefined;
  try {
    const files = await prepareFiles(directory, async (unfinished) => {
      await (await PGlite.create(unfinished)).close();
    });
    client = guardEngine(await PGlite.create(files), files);
    const db = drizzle({ client });
    await withReserve(() => applyMigrations(db));
    return toHandle(db, client, files);
  } catch (error) {
    await client?.close().catch(() => {});
    throw cannotOpen(directory, error);
  }
}

function toHandle(db: PgliteDatabase, client: PGlite, files: string): DatabaseHandle {
  return {
    kind: "pglite",
    db,
    transactAs: (ownerId, query) =>
      db.transaction(async (tx) => {
        await tx.execute(bindOwner(ownerId));
        return query(tx);
      }),
    isFull: () => freeBytes(files) < LEAST_FREE,
    close: () => client.close(),
  };
}
