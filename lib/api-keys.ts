import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { hashKey, type KeyedProject } from "./projects.ts";

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
}: {
  projectId: string;
  kind: KeyedProject["keyKind"];
  name: string;
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
  });
  return { id, key, hint };
}

/** Revokes an API key of a project; every instance refuses it within seconds. False if there is no such living key. */
export async function revokeApiKey(projectId: string, id: string): Promise<boolean> {
  const db = await getDb();
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length > 0;
}
