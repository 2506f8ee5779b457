import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import { isKeyRevoked } from "#lib/tokens/revocation.ts";

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

const CACHED_FOR = 5_000; // milliseconds: how late an instance notices what was changed of a key
const MOST_CACHED = 1_000; // keys, unknown ones included, so that guessing them costs no memory
const LONGEST_KEY = 200; // characters

interface Cached<T> {
  value: T;
  until: number;
}

/**
 * The project that an API key names; undefined for a key that is unknown, or was revoked: at another
 * instance no more than a second ago.
 */
export async function findProjectByKey(apiKey: string): Promise<KeyedProject | undefined> {
  if (apiKey.length > LONGEST_KEY) return undefined;
  const cache = processWide(
    "project-keys",
    () => new Map<string, Cached<KeyedProject | undefined>>(),
  );
  const cached = cache.get(apiKey);
  const isFresh = cached && cached.until > Date.now();
  const project = isFresh ? cached.value : await readKey(apiKey);
  if (!isFresh) {
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(apiKey, { value: project, until: Date.now() + CACHED_FOR });
  }
  return project && !(await isKeyRevoked(project.keyId)) ? project : undefined;
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

/** Every origin that a living publishable key admits; null if one admits all. */
export async function listAllowedOrigins(): Promise<string[] | null> {
  const cache = processWide(
    "allowed-origins",
    (): { last?: Cached<Promise<string[] | null>> } => ({}),
  );
  if (cache.last && cache.last.until > Date.now()) return cache.last.value;
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
