import { parseArgs } from "node:util";
import "#adapters/about.ts";
import { openDatabase } from "#drizzle/client.ts";
import { createApiKey } from "#lib/admin/api-keys.ts";
import { isEnvError } from "#lib/base/env.ts";
import { makeKeylessProject } from "#lib/projects/projects.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

/** Makes a secret key of the default project and prints it, alone on its stream so that it can be captured. */
async function createKey(): Promise<number> {
  loadEnvFiles();
  const name = readName();
  const { close } = await openDatabase().catch((error: unknown) => {
    throw isEnvError(error) ? problem(error.message) : error;
  });
  const projectId = await makeKeylessProject();
  const { key } = await createApiKey({ projectId, kind: "secret", name });
  await close();
  console.error(`The secret key "${name}", which is shown this once:`);
  console.log(key);
  return 0;
}

function readName(): string {
  const options = { name: { type: "string" } } as const;
  const { values } = parseArgs({ options, strict: false });
  if (typeof values.name === "string" && values.name.trim()) return values.name.trim();
  throw problem(
    "A key needs a name to be told from others: npm run keys:create -- --name nightly-import",
  );
}

await runMain(createKey, { codeWhenStopped: 130 });
