import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { processWide } from "#lib/base/process.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A DATA_DIR whose embedded database has all migrations, to be copied. */
    dataDirTemplate: string;
  }
}

/** Makes the embedded database once: a new one takes seconds, and each test file wants its own. */
export default function setup(project: TestProject): () => void {
  const directory = processWide("data-dir-template", makeTemplate);
  project.provide("dataDirTemplate", directory);
  return () => rmSync(directory, { recursive: true, force: true });
}

function makeTemplate(): string {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-template-"));
  execFileSync(process.execPath, ["scripts/migrate.ts"], {
    env: { ...process.env, DATA_DIR: directory, DATABASE_URL: "" },
  });
  // The protocol's backends begin with a copy, too.
  process.env.TEMPLATE_DATA_DIR = directory;
  return directory;
}
