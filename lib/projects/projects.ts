import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { isFirstInMinute } from "#lib/base/first-in-minute.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { writeLater } from "#lib/base/write-later.ts";

export interface DefaultProject {
  id: string;
  publishableKey: string;
}

export interface KeyedProject {
  id: string;
  keyId: string;
  keyKind: "publishable" | "secret";
  /** Origins whose pages may use the key; null for all. */
  allowedOrigins: string[] | null;
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
  const { TAMBO_API_KEY } = appEnv();
  const value = TAMBO_API_KEY ?? `pk_${randomBytes(24).toString("base64url")}`;
  if (!hasDatabase()) return { id: DEFAULT_PROJECT_ID, publishableKey: value };
  const db = await getDb();
  await db
    .insert(projects)
    .values({ id: DEFAULT_PROJECT_ID, name: "Default" })
    .onConflictDoNothing();
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

const CACHED_FOR = 5_000; // milliseconds: how late an instance notices what was changed of a key
const MOST_UNKNOWN = 1_000; // keys that are remembered as none, so that guessing them costs no memory
const LONGEST_KEY = 200; // characters

interface Cached<T> {
  value: T;
  until: number;
}

/**
 * The project that an API key names; undefined for a key that is unknown or was revoked, in the last
 * seconds perhaps not yet. `limit` carries out, or refuses, the look for a key that nobody has shown
 * before.
 */
export async function findProjectByKey(
  apiKey: string,
  limit = (look: () => Promise<KeyedProject | undefined>) => look(),
): Promise<KeyedProject | undefined> {
  if (apiKey.length > LONGEST_KEY || isFresh(keyCache().unknown.get(apiKey))) return undefined;
  const cached = keyCache().known.get(apiKey);
  const look = () => readAndCache(apiKey);
  if (isFresh(cached)) return cached.value;
  return cached ? look() : limit(look);
}

// Apart, so that keys which somebody guesses drive out no living one.
function keyCache() {
  return processWide("project-keys", () => ({
    known: new Map<string, Cached<KeyedProject>>(),
    unknown: new Map<string, Cached<undefined>>(),
  }));
}

function isFresh<T>(cached: Cached<T> | undefined): cached is Cached<T> {
  return cached !== undefined && cached.until > Date.now();
}

async function readAndCache(apiKey: string): Promise<KeyedProject | undefined> {
  const value = await readKey(apiKey);
  const until = Date.now() + CACHED_FOR;
  const { known, unknown } = keyCache();
  if (value) {
    known.set(apiKey, { value, until });
  } else {
    known.delete(apiKey);
    if (unknown.size >= MOST_UNKNOWN) unknown.clear();
    unknown.set(apiKey, { value, until });
  }
  return value;
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

/** Notes that a key was used: once a minute, stored off the request path. */
export function noteKeyUse(id: string): void {
  if (!isFirstInMinute("key-uses", id)) return;
  writeLater("key-uses", { id, at: new Date() }, async (uses: { id: string; at: Date }[]) => {
    const db = await getDb();
    for (const { id, at } of uses) {
      await db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id));
    }
  });
}

/** Every origin that a living publishable key admits; null if one admits all. */
export async function listAllowedOrigins(): Promise<string[] | null> {
  const cache = processWide(
    "allowed-origins",
    (): { last?: Cached<Promise<string[] | null>> } => ({}),
  );
  if (isFresh(cache.last)) return cache.last.value;
  const value = readAllowedOrigins();
  cache.last = { value, until: Date.now() + CACHED_FOR };
  value.catch(() => {
    cache.last = undefined;
  });
  return value;
}

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

/** SHA-256, base64url: an API key as the database knows it. */
export function hashKey(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("base64url");
}
