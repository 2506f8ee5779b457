import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, revocations } from "#drizzle/schema/project.ts";
import { flushWrites } from "#lib/base/background.ts";
import { findClientProject } from "#lib/identity/handle-api.ts";
import { DEFAULT_KEY_ID, defaultProject, hashKey, noteKeyUse } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  createApiKey,
  listApiKeys,
  readOrigins,
  revokeApiKey,
  setAllowedOrigins,
} from "./api-keys.ts";

provideDataDir();

afterEach(() => {
  vi.useRealTimers();
});

const findLivingProject = (key: string) =>
  findClientProject(new Request("http://localhost", { headers: { "x-api-key": key } }));

const create = async (kind: "publishable" | "secret") => {
  await defaultProject();
  return createApiKey({ projectId: "default", kind, name: "nightly import" });
};

test("a secret key of 256 bits names its project and is stored as its hash alone", async () => {
  const { id, key, hint } = await create("secret");
  expect(key).toMatch(/^sk_[\w-]{43}$/);
  expect(hint).toBe(`${key.slice(0, 6)}…${key.slice(-4)}`);
  expect(await findLivingProject(key)).toEqual({
    id: "default",
    keyId: id,
    keyKind: "secret",
    allowedOrigins: null,
  });
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

test("a revoked key names nothing at once; it is revoked once, by its project", async () => {
  const { id, key } = await create("secret");
  await findLivingProject(key);
  expect(await revokeApiKey("other", id)).toBe(false);
  expect(await revokeApiKey("default", id)).toBe(true);
  expect(await findLivingProject(key)).toBeUndefined();
  expect(await revokeApiKey("default", id)).toBe(false);
});

test("a key that another instance revokes names nothing a second later", async () => {
  const { id, key } = await create("secret");
  await findLivingProject(key);
  const now = new Date();
  const db = await getDb();
  await db
    .insert(revocations)
    .values({ id, revokedAt: now, expiresAt: new Date(now.getTime() + 1e6) });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 1_001 });
  expect(await findLivingProject(key)).toBeUndefined();
});

test("the key of the app's own pages cannot be revoked", async () => {
  const { publishableKey } = await defaultProject();
  expect(await revokeApiKey("default", DEFAULT_KEY_ID)).toBe(false);
  expect(await findLivingProject(publishableKey)).toMatchObject({ keyId: DEFAULT_KEY_ID });
});

test("living keys are listed, oldest first, without what a request is matched against", async () => {
  const { id, hint } = await create("secret");
  const revoked = await create("secret");
  await revokeApiKey("default", revoked.id);
  const keys = await listApiKeys("default");
  expect(keys.at(-1)).toEqual({
    id,
    kind: "secret",
    name: "nightly import",
    hint,
    value: null,
    allowedOrigins: null,
    createdAt: expect.any(Date),
    lastUsedAt: null,
    isOwn: false,
  });
  expect(keys.filter(({ isOwn }) => isOwn)).toMatchObject([{ id: DEFAULT_KEY_ID }]);
  expect(await listApiKeys("other")).toEqual([]);
});

test("a use is stored later, once a minute", async () => {
  const { id } = await create("secret");
  const lastUse = async () => {
    await flushWrites();
    return (await listApiKeys("default")).find((key) => key.id === id)?.lastUsedAt?.getTime();
  };
  const start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  noteKeyUse(id);
  expect(await lastUse()).toBe(start);
  vi.setSystemTime(start + 59_000);
  noteKeyUse(id);
  expect(await lastUse()).toBe(start);
  vi.setSystemTime(start + 60_000);
  noteKeyUse(id);
  expect(await lastUse()).toBe(start + 60_000);
});

test("a publishable key's origins are changed by its project; a secret key has none", async () => {
  const { id } = await create("publishable");
  const origins = ["https://app.example.com"];
  expect(await setAllowedOrigins("other", id, origins)).toBe(false);
  expect(await setAllowedOrigins("default", id, origins)).toBe(true);
  expect((await listApiKeys("default")).at(-1)).toMatchObject({ id, allowedOrigins: origins });
  expect(await setAllowedOrigins("default", id, null)).toBe(true);
  expect((await listApiKeys("default")).at(-1)).toMatchObject({ id, allowedOrigins: null });
  const secret = await create("secret");
  expect(await setAllowedOrigins("default", secret.id, origins)).toBe(false);
});

test.each([
  ["", null],
  [" \n ", null],
  ["https://app.example.com", ["https://app.example.com"]],
  [
    "https://a.example\nhttp://localhost:3000, https://a.example",
    ["https://a.example", "http://localhost:3000"],
  ],
])("reads the origins %j", (text, origins) => {
  expect(readOrigins(text)).toEqual(origins);
});

test.each([
  "app.example.com",
  "https://app.example.com/",
  "https://app.example.com/chat",
  "https://App.example.com",
  "https://*.example.com",
  "https://user@example.com",
  "ftp://example.com",
  "null",
  "*",
])("refuses %j as an origin", (text) => {
  expect(() => readOrigins(`https://a.example ${text}`)).toThrow(`allowedOrigins: ${text} is not`);
});
