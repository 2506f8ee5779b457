import { randomBytes } from "node:crypto";
import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { getDb, inTransaction } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { describeChanges, recordChange } from "#lib/admin/activity.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { persist } from "#lib/base/outage.ts";
import { revoke } from "#lib/identity/revocation.ts";
import { DEFAULT_KEY_ID, hashKey, type KeyedProject } from "#lib/projects/projects.ts";

interface NewApiKey {
  id: string;
  /** The key itself. A secret one is never shown again. */
  key: string;
  hint: string;
}

const PREFIX = { publishable: "pk_", secret: "sk_" } as const;
const KEY_BYTES = 32;

/** Makes an API key of a project. Of a secret key only the hash is stored. `by` is the admin who does it; a command leaves it out. */
export async function createApiKey({
  projectId,
  kind,
  name,
  allowedOrigins = null,
  by,
}: {
  projectId: string;
  kind: KeyedProject["keyKind"];
  name: string;
  allowedOrigins?: string[] | null;
  by?: string;
}): Promise<NewApiKey> {
  const id = `key_${randomBytes(15).toString("base64url")}`;
  const key = PREFIX[kind] + randomBytes(KEY_BYTES).toString("base64url");
  const hint = `${key.slice(0, 6)}…${key.slice(-4)}`;
  const row = { id, projectId, kind, name, hint, allowedOrigins };
  const value = kind === "publishable" ? key : null;
  await inTransaction(async (tx) => {
    await tx.insert(apiKeys).values({ ...row, hash: hashKey(key), value });
    const detail = `${describeKey(row)}${allowedOrigins ? `: ${allowedOrigins.join(", ")}` : ""}`;
    await recordChange(tx, { projectId, kind: "api_key.created", ownerId: by, detail });
  });
  return { id, key, hint };
}

/** Revokes an API key of a project; every instance refuses it within a second. False if there is no such key, and for the key of this app's own pages. */
export async function revokeApiKey(projectId: string, id: string, by?: string): Promise<boolean> {
  const revokedAt = new Date();
  const isRevoked = await persist(() =>
    inTransaction(async (tx) => {
      const [key] = await tx
        .update(apiKeys)
        .set({ revokedAt })
        .where(and(isLiving(projectId, id), ne(apiKeys.id, DEFAULT_KEY_ID)))
        .returning(described);
      if (!key) {
        // An earlier try may have done it and lost its answer: then the time is the same.
        const isOurs = and(isKey(projectId, id), eq(apiKeys.revokedAt, revokedAt));
        return (await tx.select(described).from(apiKeys).where(isOurs)).length > 0;
      }
      const detail = describeKey(key);
      await recordChange(tx, { projectId, kind: "api_key.revoked", ownerId: by, detail });
      return true;
    }),
  );
  if (isRevoked) await revoke(id);
  return isRevoked;
}

const described = { id: apiKeys.id, kind: apiKeys.kind, name: apiKeys.name, hint: apiKeys.hint };

/** A key in the activity log, without anything secret. */
function describeKey({ id, kind, name, hint }: NamedKey): string {
  return [kind, hint ?? id, name].filter(Boolean).join(" ");
}

type NamedKey = Pick<typeof apiKeys.$inferSelect, keyof typeof described>;

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

/** Limits a publishable key to pages of these origins; null allows all. False if there is no such key. */
export async function setAllowedOrigins(
  projectId: string,
  id: string,
  allowedOrigins: string[] | null,
  by?: string,
): Promise<boolean> {
  const isKey = and(isLiving(projectId, id), eq(apiKeys.kind, "publishable"));
  return inTransaction(async (tx) => {
    const [key] = await tx
      .select({ ...described, allowedOrigins: apiKeys.allowedOrigins })
      .from(apiKeys)
      .where(isKey)
      .for("update");
    if (!key) return false;
    await tx.update(apiKeys).set({ allowedOrigins }).where(isKey);
    const change = describeChanges(
      { origins: key.allowedOrigins ?? "all" },
      { origins: allowedOrigins ?? "all" },
    );
    const detail = `${describeKey(key)}; ${change || "nothing changed"}`;
    await recordChange(tx, { projectId, kind: "api_key.changed", ownerId: by, detail });
    return true;
  });
}

/** Reads origins separated by spaces, commas or lines; null for none. Throws HttpError 400 for what is not an origin. */
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
