import { execFileSync } from "node:child_process";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { appEnv, PROVIDERS } from "#lib/env.ts";
import { verifyProviderToken } from "#lib/tokens/provider-token.ts";
import { provideDataDir } from "#test/data-dir.ts";
import type { SessionAdapter, TrustPolicy } from "./adapter.ts";

provideDataDir();

interface Row {
  /** Byte for byte; names in capitals stand for variables. */
  issuer: string;
  audience: string;
  ownerNamespace: string;
  sessionId: string;
  startedAt: string;
  /** What the adapter needs to be configured at all. */
  variables?: Record<string, string>;
}

/** What the contracts mean for each of the seven. A row is checked against the code once its adapter is registered. */
const contract: Record<string, Row> = {
  authjs: {
    issuer: "https://accounts.google.com",
    audience: "AUTH_GOOGLE_ID",
    ownerNamespace: "https://accounts.google.com",
    sessionId: "a random id that the jwt callback puts into the session at sign-in",
    startedAt: "the time of that callback, kept beside the id",
    variables: { AUTH_GOOGLE_ID: "client.apps.example", AUTH_GOOGLE_SECRET: "secret" },
  },
  auth0: {
    issuer: "https://AUTH0_DOMAIN/",
    audience: "AUTH0_AUDIENCE",
    ownerNamespace: "https://AUTH0_DOMAIN/",
    sessionId: "session.internal.sid",
    startedAt: "session.internal.createdAt, whole seconds",
    variables: {
      AUTH0_DOMAIN: "tenant.eu.auth0.com",
      AUTH0_CLIENT_ID: "client",
      AUTH0_CLIENT_SECRET: "secret",
      AUTH0_AUDIENCE: "https://chat.example/api",
    },
  },
  clerk: {
    issuer: "https://FRONTEND_API_HOST",
    audience: "tambo-users", // of the JWT template; without one none, and azp must be APP_URL's origin
    ownerNamespace: "https://FRONTEND_API_HOST",
    sessionId: "the claim sid",
    startedAt: "createdAt of the session, from the Backend API",
    variables: {
      CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
      CLERK_SECRET_KEY: "sk_live_contract",
      CLERK_JWT_TEMPLATE: "tambo",
    },
  },
  supabase: {
    issuer: "SUPABASE_URL/auth/v1",
    audience: "authenticated", // the same for every project: the issuer tells them apart
    ownerNamespace: "SUPABASE_URL/auth/v1",
    sessionId: "the claim session_id",
    startedAt: "the newest timestamp in the claim amr, whole seconds",
    variables: {
      SUPABASE_URL: "https://project.supabase.co",
      SUPABASE_PUBLISHABLE_KEY: "sb_publishable_contract",
    },
  },
  neon: {
    issuer: "APP_URL/auth",
    audience: "tambo-users",
    ownerNamespace: "neon",
    sessionId: "the id of the row in auth.sessions, as text",
    startedAt: "created_at of that row, a column of ours",
  },
  workos: {
    issuer: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    audience: "none: the issuer names the client",
    ownerNamespace: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    sessionId: "the claim sid",
    startedAt: "the claim auth_time, else the time inside sid, which is a ULID",
    variables: {
      WORKOS_CLIENT_ID: "client_contract",
      WORKOS_API_KEY: "sk_test_contract",
      WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
    },
  },
  "better-auth": {
    issuer: "APP_URL/auth",
    audience: "tambo-users",
    ownerNamespace: "better-auth",
    sessionId: "the id of the row in auth.session",
    startedAt: "created_at of that row",
  },
};

const ASYMMETRIC = /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/;
const RESERVED_NAMESPACES = ["user-key", "guest", "unverified"];

test("the table has the seven providers, and each registered one is among them", () => {
  expect(Object.keys(contract)).toHaveLength(7);
  expect(Object.keys(contract)).toEqual(expect.arrayContaining([...PROVIDERS]));
});

describe.each([...PROVIDERS])("the adapter %s", (provider) => {
  const row = contract[provider] as Row;
  Object.assign(process.env, row.variables);
  const fill = (text: string) =>
    Object.entries({
      APP_URL: appEnv().APP_URL,
      FRONTEND_API_HOST: "clerk.shop.example",
      ...row.variables,
    }).reduce((filled, [name, value]) => filled.replace(name, value), text);
  const readTrust = async (): Promise<TrustPolicy> =>
    (await import(`./${provider}/trust.ts`)).trust();

  test("trusts the issuer and audience of the table", async () => {
    const { issuer, audience, ownerNamespace } = await readTrust();
    expect(issuer).toBe(fill(row.issuer));
    expect(ownerNamespace).toBe(fill(row.ownerNamespace));
    expect(audience ?? row.audience).toBe(fill(row.audience));
  });

  test("cannot be confused with our own tokens, nor with other apps of its provider", async () => {
    const { issuer, audience, authorizedParties = [] } = await readTrust();
    expect(new URL(issuer).href).toContain(issuer);
    expect(issuer).not.toBe(appEnv().APP_URL);
    const isBound = audience !== null || authorizedParties.length > 0;
    expect(isBound || row.audience.startsWith("none: the issuer names the client")).toBe(true);
  });

  test("accepts asymmetric algorithms only", async () => {
    const { algorithms } = await readTrust();
    expect(algorithms).not.toEqual([]);
    for (const algorithm of algorithms) expect(algorithm).toMatch(ASYMMETRIC);
  });

  test("names its owners independently of our own address", async () => {
    const { ownerNamespace } = await readTrust();
    expect(ownerNamespace).not.toBe("");
    expect(ownerNamespace).not.toContain(new URL(appEnv().APP_URL).host);
    expect(RESERVED_NAMESPACES).not.toContain(ownerNamespace);
  });

  test("has keys at an address, or public keys of its own", async () => {
    const { keys } = await readTrust();
    const published = keys instanceof URL ? [] : (await keys()).keys;
    for (const key of published) expect(key).not.toHaveProperty("d");
  });

  test("accepts a genuine token, and none that breaks one rule", async () => {
    const policy = await readTrust();
    const { issuer, algorithms, audience, authorizedParties, refuse = {} } = policy;
    const [algorithm = ""] = algorithms;
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const trust = {
      ...policy,
      // Keys are cached by issuer or address: these must not meet the adapter's own.
      keys: async () => ({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: provider }] }),
      issuer: `${issuer}#${provider}`,
    };
    const right = {
      iss: trust.issuer,
      sub: "user-1",
      exp: Math.floor(Date.now() / 1_000) + 60,
      ...(audience && { aud: ["another", audience] }),
      ...(authorizedParties && { azp: authorizedParties[0] }),
    };
    const sign = (claims: object, key: CryptoKey | Uint8Array = pair.privateKey, alg = algorithm) =>
      new SignJWT({ ...right, ...claims }).setProtectedHeader({ alg, kid: provider }).sign(key);

    expect(await verifyProviderToken(await sign({}), trust)).toMatchObject({ subject: "user-1" });

    const foreign = await generateKeyPair(algorithm);
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const refused: Record<string, Promise<string>> = {
      "iss without its last character": sign({ iss: trust.issuer.slice(0, -1) }),
      "sub missing": sign({ sub: undefined }),
      "exp missing": sign({ exp: undefined }),
      "exp past": sign({ exp: right.exp - 120 }),
      "a foreign key": sign({}, foreign.privateKey),
      "a shared secret": sign({}, secret, "HS256"),
    };
    if (audience) refused["aud of another app"] = sign({ aud: "another" });
    if (authorizedParties) refused["azp of another app"] = sign({ azp: "https://evil.example" });
    for (const [claim, value] of Object.entries(refuse)) {
      refused[`no person: ${claim}`] = sign({ [claim]: value });
    }
    for (const [flaw, token] of Object.entries(refused)) {
      const code = await verifyProviderToken(await token, trust).then(
        () => "accepted",
        (error) => error.code,
      );
      expect({ flaw, code }).toEqual({ flaw, code: "invalid_request" });
    }
  });

  test("has a session part with what pages call", async () => {
    const { adapter }: { adapter: SessionAdapter } = await import(`./${provider}/session.ts`);
    expect(adapter.getSession).toBeTypeOf("function");
    expect(adapter.signOut).toBeTypeOf("function");
    expect(adapter.signInPath).toMatch(/^\/[a-z]/);
  });

  test("has a trust policy that loads in plain Node", () => {
    const script = `const { trust } = await import("#adapters/${provider}/trust.ts"); trust();`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { stdio: "pipe" });
  });
});
