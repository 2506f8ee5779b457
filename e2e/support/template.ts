import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { start } from "./server.ts";
import { serverEnvironment } from "./server-process.ts";

/**
 * Makes what each server of the run begins with: a copy of an embedded database, and compiled code, which a
 * server leaves when it is stopped. Returns what removes both.
 */
export default async function makeTemplate(): Promise<(() => void) | undefined> {
  // Somebody else's server has its own.
  if (process.env.PROTOCOL_URL) return undefined;
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-template-"));
  const database = join(directory, "database");
  process.env.NODE_COMPILE_CACHE = join(directory, "compiled");
  const [first] = await Promise.all([
    start({}),
    promisify(execFile)(nodeBinary(), ["scripts/migrate.ts"], {
      cwd: root,
      env: serverEnvironment({ DATA_DIR: database }),
    }),
  ]);
  await first.server.stop();
  await first.remove();
  process.env.TEMPLATE_DATA_DIR = database;
  return () => rmSync(directory, { recursive: true, force: true });
}
