import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { lockDataDir, openDataDir } from "../data-dir.ts";
import type { DatabaseHandle } from "../database.ts";
import * as schema from "../schema/index.ts";
import { bindOwner } from "./bind-owner.ts";

/** The embedded database in DATA_DIR, which this process alone may open. */
export async function openPglite(): Promise<DatabaseHandle> {
  const directory = openDataDir();
  lockDataDir(directory);
  const files = join(directory, "pglite");
  mkdirSync(files, { recursive: true });
  const client = await PGlite.create(files);
  const db = drizzle({ client, schema });
  return {
    kind: "pglite",
    db,
    transactAs: (ownerId, query) =>
      db.transaction(async (tx) => {
        await tx.execute(bindOwner(ownerId));
        return query(tx);
      }),
    close: () => client.close(),
  };
}
