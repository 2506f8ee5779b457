import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { createApiKey, revokeApiKey } from "./api-keys.ts";
import { defaultProject, findProjectByKey, hashKey } from "./projects.ts";

provideDataDir();

afterEach(() => {
  vi.useRealTimers();
});

const create = async (kind: "publishable" | "secret") => {
  await defaultProject();
  return createApiKey({ projectId: "default", kind, name: "nightly import" });
};

test("a secret key of 256 bits names its project and is stored as its hash alone", async () => {
  const { id, key, hint } = await create("secret");
  expect(key).toMatch(/^sk_[\w-]{43}$/);
  expect(hint).toBe(`${key.slice(0, 6)}…${key.slice(-4)}`);
  expect(await findProjectByKey(key)).toEqual({ id: "default", keyKind: "secret" });
  const db = await getDb();
  const [stored] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(stored).toMatchObject({ name: "nightly import", hint, value: null, hash: hashKey(key) });
  expect(JSON.stringify(stored)).not.toContain(key.slice(3));
});

test("a publishable key is kept, since pages show it", async () => {
  const { id, key } = await create("publishable");
  expect(key).toMatch(/^pk_[\w-]{43}$/);
  const db = await getDb();
  const [stored] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(stored?.value).toBe(key);
});

test("a revoked key names nothing within five seconds; it is revoked once, by its project", async () => {
  const { id, key } = await create("secret");
  await findProjectByKey(key);
  expect(await revokeApiKey("other", id)).toBe(false);
  expect(await revokeApiKey("default", id)).toBe(true);
  expect(await revokeApiKey("default", id)).toBe(false);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_001 });
  expect(await findProjectByKey(key)).toBeUndefined();
});
