import { sql } from "drizzle-orm";
import { openDatabase } from "#drizzle/client.ts";
import { withTimeout } from "#lib/base/background.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { answerJson } from "#lib/base/http/answer.ts";
import { handle } from "#lib/base/http/handle.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { otherMethods } from "#lib/identity/handle-api.ts";
import { modelName } from "#lib/runs/models/model-settings.ts";
import packageJson from "#package.json" with { type: "json" };

/** Milliseconds. Whoever asks has a limit of his own, often of five seconds. */
const TIMEOUT = 3_000;

/** 200, or 503 if there is a database that does not answer. */
export const GET = handle(async () => {
  const body = {
    status: "ok",
    version: packageJson.version,
    adapter: appEnv().AUTH_PROVIDER,
    database: hasDatabase() ? await askDatabase() : "none",
    model: modelName(),
  };
  return answerJson(body, { headers: { "cache-control": "no-store" } });
});

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });

/** The kind of database that has just answered. */
async function askDatabase(): Promise<string> {
  try {
    const { kind, db } = await openDatabase();
    await withTimeout(db.execute(sql`select 1`).execute(), TIMEOUT);
    return kind === "pglite" ? "pglite (for development)" : kind;
  } catch (cause) {
    throw new HttpError(503, "DATABASE_UNAVAILABLE", "The database does not answer", { cause });
  }
}
