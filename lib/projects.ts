import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";

export interface DefaultProject {
  id: string;
  publishableKey: string;
}

export interface KeyedProject {
  id: string;
  keyId: string;
  keyKind: "publishable" | "secret";
}

// Constants, so that instances which start together on an empty database make the same rows.
const DEFAULT_PROJECT_ID = "default";
/** The key that this app's own pages use. */
export const DEFAULT_KEY_ID = "default-publishable";

/** The project of the first start. TAMBO_API_KEY fixes its publishable key, else one is generated and kept. */
export function defaultProject(): Promise<DefaultProject> {
  return processWide("default-project", makeDefaultProject);
}

async function makeDefaultProject(): Promise<DefaultProject> {
  const db = await getDb();
  await db
    .insert(projects)
    .values({ id: DEFAULT_PROJECT_ID, name: "Default" })
    .onConflictDoNothing();
  const { TAMBO_API_KEY } = appEnv();
  const value = TAMBO_API_KEY ?? `pk_${randomBytes(24).toString("base64url")}`;
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

const CACHED_FOR = 5_000; // milliseconds: how long a revoked key may still be accepted
const MOST_CACHED = 1_000; // keys, unknown ones included, so that guessing them costs no memory
const LONGEST_KEY = 200; // characters

interface CachedKey {
  project: KeyedProject | undefined;
  until: number;
}

/** The project that an API key names; undefined for a key that is unknown or revoked. */
export async function findProjectByKey(apiKey: string): Promise<KeyedProject | undefined> {
  if (apiKey.length > LONGEST_KEY) return undefined;
  const cache = processWide("project-keys", () => new Map<string, CachedKey>());
  const cached = cache.get(apiKey);
  if (cached && cached.until > Date.now()) return cached.project;
  await defaultProject();
  const db = await getDb();
  const [project] = await db
    .select({ id: apiKeys.projectId, keyId: apiKeys.id, keyKind: apiKeys.kind })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashKey(apiKey)), isNull(apiKeys.revokedAt)));
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(apiKey, { project, until: Date.now() + CACHED_FOR });
  return project;
}

/** SHA-256, base64url: an API key as the database knows it. */
export function hashKey(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("base64url");
}
