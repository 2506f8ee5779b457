import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { GET as getKeys } from "#app/.well-known/jwks.json/route.ts";
import { getDb } from "#drizzle/client.ts";
import { isAdmin } from "#lib/admin/admins.ts";
import { isClaimable } from "#lib/admin/claims.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { contract } from "#test/contract-table.ts";
import { findSigningKey, signToken } from "./signing-keys.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // These start processes.

const X = "x".repeat(32);
const Y = "y".repeat(32);
/** Of HKDF-SHA-256 (RFC 5869) and P-256, written in another language for this test. */
const PUBLISHED = {
  ofX: {
    kid: "DB0BcYdZdxrJWoEEurnFpSazz-Ttc30qKdtrJN4iRQ8",
    x: "Gku6ocDTavOOMC0qJ5XNNx480SYgj2pDaSEd2sM2SDg",
    y: "Q_SpBuOyhnGGzbo9TMPghig_7IHS3zzvqHztQj3yx-U",
  },
  ofY: {
    kid: "Z3GV3nyZJcN7yT_Rh5BkZK2NFz0Tka_6z37RKuBGVco",
    x: "ptdqVtOUkSO0ZmOA1wIz6eQw3a67xr9KUx1P6MvPsvE",
    y: "GCgE2wUdYfDdw9KSEs52TD_WyQ011D3sexsqivSj9x8",
  },
};
const published = (key: keyof typeof PUBLISHED) => ({
  ...PUBLISHED[key],
  kty: "EC",
  crv: "P-256",
  alg: "ES256",
  use: "sig",
});

const parent = mkdtempSync(join(tmpdir(), "tambo-users-hosted-"));
const dataDir = join(parent, "data");
afterAll(() => rmSync(parent, { recursive: true }));

const settings = (own: Record<string, string>) => ({
  ...contract[own.AUTH_PROVIDER ?? "auth0"]?.variables,
  AUTH_PROVIDER: "auth0",
  TAMBO_URL: "https://tambo.example",
  TAMBO_API_KEY: "their-key",
  ADMINS: "ada@example.com",
  DATA_DIR: dataDir,
  ...own,
});

/** What another instance of the app answers and signs. */
function runInstance(own: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NODE_ENV: "production" as const, ...settings(own) };
  return JSON.parse(
    execFileSync(process.execPath, ["test/without-database.ts"], { env, encoding: "utf8" }),
  );
}

let former: ReturnType<typeof runInstance>;
beforeAll(() => {
  former = runInstance({ APP_SECRET: X });
  const now = settings({ APP_SECRET: Y, APP_SECRET_PREVIOUS: X });
  for (const name of ["DATABASE_URL", "VERCEL"]) delete process.env[name];
  Object.assign(process.env, now);
});

const verification = {
  issuer: "http://localhost:3000",
  audience: "https://tambo.example/oauth/token",
  typ: "user+jwt",
};

describe("with TAMBO_URL and a provider that keeps its sessions", () => {
  test("an instance says that it has no database, and serves its keys", () => {
    expect(JSON.parse(former.health.body)).toMatchObject({ adapter: "auth0", database: "none" });
    expect(JSON.parse(former.keys.body)).toEqual({ keys: [published("ofX")] });
    expect(former.exchange.status).toBe(404);
    expect(former.preflight.status).toBe(204);
  });

  test("its user token verifies against these keys, and lives ten minutes", async () => {
    const keys = createLocalJWKSet(JSON.parse(former.keys.body));
    const { payload } = await jwtVerify(former.userToken, keys, verification);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });

  test("it loads no driver and makes no file", () => {
    expect(former.drivers).toEqual([]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test("while editing a secret is made that lasts as long as the process", () => {
    const { keys, drivers } = runInstance({ NODE_ENV: "development" });
    expect(JSON.parse(keys.body).keys).toEqual([expect.objectContaining({ crv: "P-256" })]);
    expect(keys.body).not.toContain(PUBLISHED.ofX.kid);
    expect(drivers).toEqual([]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test("another instance has the keys of both secrets, and signs with the new one", async () => {
    const response = await getKeys(new Request("http://localhost:3000"), undefined);
    const { keys } = await response.json();
    expect(keys).toEqual([published("ofY"), published("ofX")]);
    await jwtVerify(former.userToken, createLocalJWKSet({ keys }), verification);
    expect(await findSigningKey(PUBLISHED.ofX.kid)).toMatchObject({ publicJwk: published("ofX") });
    const token = await signToken({ alg: "ES256", typ: "user+jwt" }, {}, 60);
    const { protectedHeader } = await jwtVerify(token, createLocalJWKSet({ keys }));
    expect(protectedHeader.kid).toBe(PUBLISHED.ofY.kid);
  });

  test("there are no admins, and a database that is asked for all the same is refused", async () => {
    const { id, publishableKey } = await defaultProject();
    expect(publishableKey).toBe("their-key");
    const ada = { ownerId: "ada", email: "ada@example.com", emailVerified: true };
    expect(await isAdmin(id, ada)).toBe(false);
    expect(await isClaimable("code")).toBe(false);
    await expect(getDb()).rejects.toThrow(
      "with TAMBO_URL and AUTH_PROVIDER=auth0 there is no data",
    );
    expect(existsSync(dataDir)).toBe(false);
  });
});
