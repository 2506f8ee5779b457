import { createServer } from "node:http";
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { type NextFetchEvent, NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ownerId, sidOf } from "#lib/identity/owner-id.ts";
import { contentSecurityPolicy } from "#proxy.ts";
import { isEnvError, readEnv, webAddress } from "#starters/hosted/lib/base/env.ts";
import {
  readRefusal,
  refuseClaims,
  type TrustPolicy,
  verifySessionToken,
} from "#starters/hosted/lib/identity/refuse-session.ts";
import { issueUserToken, publishedKeys } from "#starters/hosted/lib/identity/user-token.ts";
import { proxy } from "#starters/hosted/proxy.ts";
import { contract } from "#test/contract-table.ts";

// What starters/hosted has in place of this app's own files does as those do.
const ISSUER = "https://provider.example";
const AZP = "http://localhost:3000";
Object.assign(process.env, {
  ...contract.workos?.variables,
  AUTH_PROVIDER: "workos",
  APP_URL: "http://localhost:3000",
  APP_SECRET: "y".repeat(32),
  APP_SECRET_PREVIOUS: "x".repeat(32),
  TAMBO_URL: "https://tambo.example",
  TAMBO_API_KEY: "their-key",
  REFUSED_CLAIMS: "aal=aal1, bot",
});

let privateKey: CryptoKey;
let trust: TrustPolicy;
let jwks: object;
const provider = createServer((_request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(jwks));
});
beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const pair = await generateKeyPair("ES256");
  privateKey = pair.privateKey;
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" }] };
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  trust = {
    issuer: ISSUER,
    keys: new URL(`http://127.0.0.1:${(provider.address() as { port: number }).port}/`),
    algorithms: ["ES256"],
    audience: null,
    authorizedParties: [AZP],
    ownerNamespace: ISSUER,
  };
});
afterAll(() => {
  vi.restoreAllMocks();
  provider.closeAllConnections();
  provider.close();
});

const sign = (claims: object = {}, expires = "5m", key = privateKey) =>
  new SignJWT({ iss: ISSUER, sub: "user-1", sid: "session-1", azp: AZP, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key);

const open = async (claims?: object) => {
  const token = await sign(claims);
  return { id: "session-1", startedAt: new Date(0), providerToken: async () => token };
};

describe("a user token", () => {
  test("is signed with the key that this app derives from the same secret", async () => {
    const { keys } = await publishedKeys();
    // Those of lib/identity/derived-state.test.ts.
    expect(keys.map(({ kid }) => kid)).toEqual([
      "Z3GV3nyZJcN7yT_Rh5BkZK2NFz0Tka_6z37RKuBGVco",
      "DB0BcYdZdxrJWoEEurnFpSazz-Ttc30qKdtrJN4iRQ8",
    ]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  test("names the owner that this app names, to the Tambo API, for ten minutes", async () => {
    const issued = await issueUserToken(await open(), trust);
    const keys = createLocalJWKSet(await publishedKeys());
    const audience = "https://tambo.example/oauth/token";
    const rules = { issuer: AZP, audience, typ: "user+jwt" };
    const { payload } = await jwtVerify(issued.userToken, keys, rules);
    const owner = ownerId("default", ISSUER, "user-1");
    const sid = sidOf(owner, "session-1");
    expect(payload).toMatchObject({ sub: owner, sid, project: "default", auth_time: 0 });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(issued).toMatchObject({ ownerId: owner, sid, expiresIn: 600 });
  });

  test("is not issued for a session whose token is refused", async () => {
    await expect(issueUserToken(await open({ bot: true }), trust)).rejects.toHaveProperty("check");
  });
});

describe("a session's token", () => {
  test("is accepted when it is genuine", async () => {
    expect(await verifySessionToken(await sign({ auth_time: 7 }), trust)).toEqual({
      subject: "user-1",
      sessionId: "session-1",
      authTime: 7,
    });
  });

  test.each([
    ["another issuer", { iss: "https://other.example" }],
    ["another party", { azp: "https://evil.example" }],
    ["no party", { azp: undefined }],
    ["no user", { sub: undefined }],
    ["a user that is no text", { sub: {} }],
    ["an anonymous user", { is_anonymous: true }],
    ["a machine", { gty: "client-credentials" }],
    ["a sign-in that is not finished", { sts: "pending" }],
    ["what REFUSED_CLAIMS names", { aal: "AAL1" }],
  ])("is refused for %s", async (_, claims) => {
    const error = { status: 401, code: "PROVIDER_TOKEN_REFUSED" };
    await expect(verifySessionToken(await sign(claims), trust)).rejects.toMatchObject(error);
  });

  test("is refused for another audience, another key, another algorithm, and once it has expired", async () => {
    const { privateKey: other } = await generateKeyPair("ES256");
    const tried: [string, TrustPolicy][] = [
      [await sign({ aud: "other" }), { ...trust, audience: "tambo-users" }],
      [await sign({}, "5m", other), trust],
      [await sign(), { ...trust, algorithms: ["RS256"] }],
      [await sign({}, "-1m"), trust],
    ];
    for (const [token, policy] of tried) {
      await expect(verifySessionToken(token, policy)).rejects.toHaveProperty("check");
    }
    expect(readRefusal(new Error("out of reach"))).toBeUndefined();
  });

  test("that the provider's SDK has verified is refused for its claims alike", () => {
    refuseClaims({ sub: "user-1", aal: "aal2" }, trust);
    expect(() => refuseClaims({ sub: "user-1", bot: false }, trust)).toThrow(
      expect.objectContaining({ code: "PROVIDER_TOKEN_REFUSED" }),
    );
  });
});

test("a page has the policy that it has here, but for Trusted Types: `npx tambo add` brings markup", async () => {
  const request = new NextRequest("http://localhost:3000/");
  const { headers } = await proxy(request, {} as NextFetchEvent);
  const policy = headers.get("content-security-policy") ?? "";
  const [, nonce = ""] = /'nonce-([\da-f]{32})'/.exec(policy) ?? [];
  const added = { "form-action": ["https://api.workos.com"], "require-trusted-types-for": [] };
  expect(policy).toBe(contentSecurityPolicy(nonce, added));
});

test("a variable that is wrong is named, and one that a guide calls otherwise; no password is quoted", () => {
  const problemsOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (isEnvError(error)) return error.message;
    }
    return undefined;
  };
  Object.assign(process.env, { SOME_ADDRESS: "https://ada:secret@a.example", GUIDE_NAME: "x" });
  const shape = { SOME_ADDRESS: webAddress("must be an address"), OUR_NAME: webAddress("must be") };
  const said = problemsOf(() => readEnv(shape, { GUIDE_NAME: "OUR_NAME" }));
  expect(said).toContain("SOME_ADDRESS: must not have a user or a password in it");
  expect(said).toContain("GUIDE_NAME: is called OUR_NAME here");
  expect(said).not.toContain("secret");
});

test.each([
  [{ VERCEL_ENV: "production", VERCEL_PROJECT_PRODUCTION_URL: "a.example" }, "https://a.example"],
  [
    { VERCEL_ENV: "preview", VERCEL_BRANCH_URL: "b.example", VERCEL_URL: "c.example" },
    "https://b.example",
  ],
  [{ VERCEL_ENV: "preview", VERCEL_URL: "c.example" }, "https://c.example"],
  [{ VERCEL_ENV: "development" }, "http://localhost:3000"],
  [
    { VERCEL_ENV: "production", VERCEL_URL: "c.example" },
    /is VERCEL_PROJECT_PRODUCTION_URL, which/,
  ],
  [{ VERCEL_ENV: "preview" }, /is VERCEL_BRANCH_URL or VERCEL_URL, which Vercel sets/],
])("of a deployment with %j the address is %s", async (given, expected) => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  for (const [name, value] of Object.entries({ VERCEL: "1", APP_URL: "", ...given })) {
    vi.stubEnv(name, value);
  }
  vi.resetModules();
  const { appEnv } = await import("#starters/hosted/lib/base/env.ts");
  try {
    if (typeof expected === "string") expect(appEnv().APP_URL).toBe(expected);
    else expect(appEnv).toThrow(expected);
  } finally {
    vi.unstubAllEnvs();
  }
});
