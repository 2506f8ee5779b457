import type { PGlite as Engine } from "@electric-sql/pglite";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import { EnvError } from "#lib/base/env.ts";
import { withReserve } from "#lib/base/outage.ts";
import { lockDataDir } from "../data-dir.ts";
import { bindOwner, type DatabaseHandle } from "../database.ts";
import { applyMigrations } from "../migrate.ts";
import { guardEngine } from "./guard-engine.ts";
import { cannotOpen, freeBytes, LEAST_FREE, prepareFiles, refuseFullDisk } from "./pglite-files.ts";

const { PGlite, drizzle } = await loadEngine();

/**
 * By Node itself: what the bundler sees is deployed to Vercel, too, where no embedded database can be. The
 * Docker image has none either: a container's files end with it.
 */
async function loadEngine() {
  try {
    const [{ PGlite }, { drizzle }] = await Promise.all([
      import(/* turbopackIgnore: true */ "@electric-sql/pglite"),
      import(/* turbopackIgnore: true */ "drizzle-orm/pglite"),
    ]);
    return { PGlite, drizzle };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new EnvError([
      "DATABASE_URL: is required here, where the embedded database is not installed: postgres://…",
    ]);
  }
}

/** Opens and migrates the embedded database in DATA_DIR. Only one process can open it. Throws EnvError. */
export async function openPglite(directory: string): Promise<DatabaseHandle> {
  refuseFullDisk(directory);
  lockDataDir(directory);
  let client: Engine | undefined;
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

function toHandle(db: PgliteDatabase, client: Engine, files: string): DatabaseHandle {
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
