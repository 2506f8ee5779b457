import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { enqueueWrite } from "#lib/base/background.ts";
import { cached } from "#lib/base/cached.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { processWide, throttle } from "#lib/base/process.ts";

export interface KeyedProject {
  id: string;
  keyId: string;
  keyKind: "publishable" | "secret";
  /** The origins whose pages may use the key; null allows all. */
  allowedOrigins: string[] | null;
}

// Constants, so that instances that start together on an empty database make the same rows.
export const DEFAULT_PROJECT_ID = "default";
/** The key of this app's own pages. */
export const DEFAULT_KEY_ID = "default-publishable";

/** The project that is made at the first start. TAMBO_API_KEY sets its publishable key; otherwise one is generated. */
export function defaultProject() {
  return processWide("default-project", makeDefaultProject);
}

/** The same project for a command, whose TAMBO_API_KEY may be another than the app's: no key is read, made or changed. Returns its id. */
export async function makeKeylessProject(): Promise<string> {
  const project = { id: DEFAULT_PROJECT_ID, name: "Default" };
  await (await getDb()).insert(projects).values(project).onConflictDoNothing();
  return project.id;
}

async function makeDefaultProject(): Promise<{ id: string; publishableKey: string }> {
  const { TAMBO_API_KEY } = appEnv();
  const value = TAMBO_API_KEY ?? `pk_${randomBytes(24).toString("base64url")}`;
  if (!hasDatabase()) return { id: DEFAULT_PROJECT_ID, publishableKey: value };
  await makeKeylessProject();
  const db = await getDb();
  const key = { value, hash: hashKey(value) };
  const insert = db
    .insert(apiKeys)
    .values({ id: DEFAULT_KEY_ID, projectId: DEFAULT_PROJECT_ID, kind: "publishable", ...key });
  await (TAMBO_API_KEY
    ? insert.onConflictDoUpdate({ target: apiKeys.id, set: key })
    : insert.onConflictDoNothing());
  const [kept] = await db
    .select({ value: apiKeys.value })
    .from(apiKeys)
    .where(eq(apiKeys.id, DEFAULT_KEY_ID));
  return { id: DEFAULT_PROJECT_ID, publishableKey: kept?.value ?? value };
}

const LONGEST_KEY = 200; // characters
/** How late an instance notices a change of a key. */
const MAX_AGE = 5_000; // milliseconds
const keys = cached("project-keys", readKey, { maxAge: MAX_AGE });

/**
 * The project that an API key names; undefined for a key that is unknown, or was revoked more than
 * five seconds ago. `limit` may refuse to look for a key that nobody has used before.
 */
export async function findProjectByKey(
  apiKey: string,
  limit = (look: () => Promise<KeyedProject | undefined>) => look(),
): Promise<KeyedProject | undefined> {
  if (apiKey.length > LONGEST_KEY) return undefined;
  return keys.isKnown(apiKey) ? keys.get(apiKey) : limit(() => keys.get(apiKey));
}

async function readKey(apiKey: string): Promise<KeyedProject | undefined> {
  await defaultProject();
  const db = await getDb();
  const [project] = await db
    .select({
      id: apiKeys.projectId,
      keyId: apiKeys.id,
      keyKind: apiKeys.kind,
      allowedOrigins: apiKeys.allowedOrigins,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashKey(apiKey)), isNull(apiKeys.revokedAt)));
  return project;
}

/** Notes that a key was used, once a minute and off the request path. */
export function noteKeyUse(id: string): void {
  throttle("key-uses", id, () => enqueueWrite("key-uses", { id, at: new Date() }, storeKeyUses));
}

async function storeKeyUses(uses: { id: string; at: Date }[]): Promise<void> {
  const db = await getDb();
  for (const { id, at } of uses) {
    await db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id));
  }
}

const allowedOrigins = cached("allowed-origins", readAllowedOrigins, { maxAge: MAX_AGE });

/** Every origin that a living publishable key allows; null if one allows all. */
export const listAllowedOrigins = () => allowedOrigins.get();

async function readAllowedOrigins(): Promise<string[] | null> {
  await defaultProject();
  const db = await getDb();
  const keys = await db
    .select({ allowedOrigins: apiKeys.allowedOrigins })
    .from(apiKeys)
    .where(and(eq(apiKeys.kind, "publishable"), isNull(apiKeys.revokedAt)));
  if (keys.some(({ allowedOrigins }) => allowedOrigins === null)) return null;
  return keys.flatMap(({ allowedOrigins }) => allowedOrigins ?? []);
}

/** The hash under which the database stores an API key: SHA-256 in base64url. */
export function hashKey(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("base64url");
}
