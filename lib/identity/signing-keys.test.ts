import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, expect, test, vi } from "vitest";
import { GET as getKeys } from "#app/.well-known/jwks.json/route.ts";
import { GET as getServerMetadata } from "#app/.well-known/oauth-authorization-server/route.ts";
import { GET as getConfiguration } from "#app/.well-known/openid-configuration/route.ts";
import { GET as listThreads } from "#app/v1/threads/route.ts";
import { getDb } from "#drizzle/client.ts";
import { signingKeys } from "#drizzle/schema/project.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { signIn } from "#test/sign-in.ts";
import { currentSigningKey } from "./signing-keys.ts";
import { rotateSigningKeys } from "./stored-keys.ts";

provideDataDir();

afterAll(() => {
  vi.useRealTimers();
});

const request = (path: string) => new Request(`http://localhost:3000/.well-known/${path}`);
const readJson = async (response: Promise<Response>) => (await response).json();

/** Moves the clock and nothing else. */
function passTime(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

test("a published key verifies a user token as the metadata says", async () => {
  const { userToken, ownerId } = await signIn("ada");
  const metadata = await readJson(getConfiguration(request("openid-configuration"), undefined));
  expect(metadata).toEqual({
    issuer: "http://localhost:3000",
    token_endpoint: "http://localhost:3000/oauth/token",
    revocation_endpoint: "http://localhost:3000/oauth/revoke",
    jwks_uri: "http://localhost:3000/.well-known/jwks.json",
    grant_types_supported: ["urn:ietf:params:oauth:grant-type:token-exchange"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  });
  const keys = createLocalJWKSet(await readJson(getKeys(request("jwks.json"), undefined)));
  const { payload } = await jwtVerify(userToken, keys, {
    issuer: metadata.issuer,
    audience: metadata.token_endpoint,
    algorithms: metadata.id_token_signing_alg_values_supported,
    typ: "user+jwt",
  });
  expect(payload.sub).toBe(ownerId);
  expect(Object.keys(payload).sort()).toEqual([
    "aud",
    "auth_time",
    "exp",
    "iat",
    "iss",
    "jti",
    "project",
    "sid",
    "sub",
  ]);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
});

test("both metadata documents say the same, and every site may read them", async () => {
  const configuration = await getConfiguration(request("openid-configuration"), undefined);
  const metadata = await getServerMetadata(request("oauth-authorization-server"), undefined);
  expect(await metadata.json()).toEqual(await configuration.json());
  const keys = await getKeys(request("jwks.json"), undefined);
  for (const response of [configuration, metadata, keys]) {
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cache-control")).toMatch(/^public, max-age=/);
  }
});

test("only public halves are published, and private ones are stored encrypted", async () => {
  const { keys } = await readJson(getKeys(request("jwks.json"), undefined));
  const { kid, publicJwk } = await currentSigningKey();
  expect(keys).toEqual([publicJwk]);
  const shape = { kty: "EC", crv: "P-256", alg: "ES256", use: "sig", kid };
  expect(keys[0]).toEqual({ ...shape, x: expect.any(String), y: expect.any(String) });
  const rows = await (await getDb()).select().from(signingKeys);
  expect(rows).toHaveLength(1);
  const stored = Buffer.from(rows[0]?.encryptedPrivateJwk ?? "", "base64url").toString("latin1");
  expect(stored).not.toContain(publicJwk.x);
});

test("many callers at the first start make one key", async () => {
  const kids = await Promise.all(
    Array.from({ length: 20 }, async () => (await currentSigningKey()).kid),
  );
  expect(new Set(kids).size).toBe(1);
});

test("the newest key signs, an older one still verifies", async () => {
  const before = await signIn("grace");
  const old = await currentSigningKey();
  const db = await getDb();
  const rows = await db.delete(signingKeys).returning();
  passTime(61_000);
  await currentSigningKey();
  await db.insert(signingKeys).values(rows);
  passTime(61_000);
  const newest = await currentSigningKey();
  expect(newest.kid).not.toBe(old.kid);
  const { keys } = await readJson(getKeys(request("jwks.json"), undefined));
  expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([newest.kid, old.kid]);
  expect((await exchange(before.userToken)).status).toBe(200);
});

test("a clock that was set back keeps no old keys", async () => {
  const { kid } = await currentSigningKey();
  passTime(3_600_000);
  await currentSigningKey();
  const db = await getDb();
  const rows = await db.delete(signingKeys).returning();
  passTime(-3_600_000);
  expect((await currentSigningKey()).kid).not.toBe(kid);
  await db.delete(signingKeys);
  await db.insert(signingKeys).values(rows);
  passTime(61_000);
  expect((await currentSigningKey()).kid).toBe(kid);
});

test("a rotation: the new key is published before it signs, the old one verifies until its tokens are gone", async () => {
  const old = await currentSigningKey();
  const { kid, signsFrom } = await rotateSigningKeys();
  passTime(5_001);
  const published = async () => {
    const { keys } = await readJson(getKeys(request("jwks.json"), undefined));
    return keys.map((key: { kid: string }) => key.kid);
  };
  expect(await published()).toEqual(expect.arrayContaining([kid, old.kid]));
  expect((await currentSigningKey()).kid).toBe(old.kid);
  passTime(signsFrom.getTime() - Date.now() - 1_000);
  const last = await signIn("last of the old key");
  passTime(1_000);
  expect((await currentSigningKey()).kid).toBe(kid);
  expect((await exchange(last.userToken)).status).toBe(200);
  const list = () => listThreads(new Request("http://localhost/v1/threads", last), undefined);
  expect((await list()).status).toBe(200);
  passTime(3_600_000 - 60_000);
  expect((await exchange(last.userToken)).status).toBe(200);
  passTime(180_000);
  expect(await published()).toEqual([kid]);
  await rotateSigningKeys();
  const rows = await (await getDb()).select({ kid: signingKeys.kid }).from(signingKeys);
  expect(rows.map((row) => row.kid)).not.toContain(old.kid);
});
