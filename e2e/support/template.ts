import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { serverEnvironment } from "./server-process.ts";

/** Makes an embedded database once, from which each server of the run gets a copy. Returns what removes it. */
export default function makeTemplate(): (() => void) | undefined {
  // Somebody else's server has its own.
  if (process.env.PROTOCOL_URL) return undefined;
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-template-"));
  execFileSync(nodeBinary(), ["scripts/migrate.ts"], {
    cwd: root,
    env: serverEnvironment({ DATA_DIR: directory }),
  });
  process.env.TEMPLATE_DATA_DIR = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}
