import { randomBytes } from "node:crypto";
import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { persist } from "#drizzle/outage.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { isFirstInMinute } from "#lib/first-in-minute.ts";
import { HttpError } from "#lib/http-error.ts";
import { writeLater } from "#lib/write-later.ts";
import { DEFAULT_KEY_ID, hashKey, type KeyedProject } from "./projects.ts";
import { noteKeyRevoked } from "./tokens/revocation.ts";

export interface NewApiKey {
  id: string;
  /** The key itself. Of a secret one this is the only time that anybody sees it. */
  key: string;
  hint: string;
}

const PREFIX = { publishable: "pk_", secret: "sk_" } as const;
const KEY_BYTES = 32;

/** Makes an API key of a project. A secret key is stored as its hash alone. */
export async function createApiKey({
  projectId,
  kind,
  name,
  allowedOrigins = null,
}: {
  projectId: string;
  kind: KeyedProject["keyKind"];
  name: string;
  allowedOrigins?: string[] | null;
}): Promise<NewApiKey> {
  const id = `key_${randomBytes(15).toString("base64url")}`;
  const key = PREFIX[kind] + randomBytes(KEY_BYTES).toString("base64url");
  const hint = `${key.slice(0, 6)}…${key.slice(-4)}`;
  const db = await getDb();
  await db.insert(apiKeys).values({
    id,
    projectId,
    kind,
    name,
    hint,
    hash: hashKey(key),
    value: kind === "publishable" ? key : null,
    allowedOrigins,
  });
  return { id, key, hint };
}

/** Revokes an API key of a project; every instance refuses it within a second. False if there is no such living key, and for the one of this app's own pages. */
export async function revokeApiKey(projectId: string, id: string): Promise<boolean> {
  const db = await getDb();
  const revokedAt = new Date();
  // By another try, whose answer was lost, at this very time.
  const isOurs = or(isNull(apiKeys.revokedAt), eq(apiKeys.revokedAt, revokedAt));
  const revoked = await persist(async () =>
    db
      .update(apiKeys)
      .set({ revokedAt })
      .where(and(isKey(projectId, id), isOurs, ne(apiKeys.id, DEFAULT_KEY_ID)))
      .returning({ id: apiKeys.id }),
  );
  if (revoked.length > 0) await noteKeyRevoked(id);
  return revoked.length > 0;
}

function isKey(projectId: string, id: string) {
  return and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id));
}

function isLiving(projectId: string, id: string) {
  return and(isKey(projectId, id), isNull(apiKeys.revokedAt));
}

/** The keys of a project that are not revoked, oldest first. */
export async function listApiKeys(projectId: string) {
  const { id, kind, name, hint, value, allowedOrigins, createdAt, lastUsedAt } = apiKeys;
  const db = await getDb();
  const keys = await db
    .select({ id, kind, name, hint, value, allowedOrigins, createdAt, lastUsedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt)))
    .orderBy(asc(createdAt), asc(id));
  return keys.map((key) => ({ ...key, isOwn: key.id === DEFAULT_KEY_ID }));
}

/** Limits a publishable key to pages of these origins; null admits all. False if there is no such living key. */
export async function setAllowedOrigins(
  projectId: string,
  id: string,
  allowedOrigins: string[] | null,
): Promise<boolean> {
  const db = await getDb();
  const changed = await db
    .update(apiKeys)
    .set({ allowedOrigins })
    .where(and(isLiving(projectId, id), eq(apiKeys.kind, "publishable")))
    .returning({ id: apiKeys.id });
  return changed.length > 0;
}

/** Origins as an admin enters them, apart by space, comma or line; null for none. Throws HttpError 400 for what a browser would not send as Origin. */
export function readOrigins(text: string): string[] | null {
  const origins = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) {
    const message = `allowedOrigins: ${wrong} is not an origin such as https://app.example.com, without a path and without a slash at the end`;
    throw new HttpError(400, "VALIDATION_ERROR", message, { extra: { field: "allowedOrigins" } });
  }
  return origins.length > 0 ? origins : null;
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[^*]+$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
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
