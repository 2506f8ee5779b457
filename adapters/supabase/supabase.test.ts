import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { verifySessionToken } from "#lib/identity/refuse-session.ts";
import { verifyProviderToken } from "#lib/identity/verify-token.ts";
import type { TrustPolicy } from "../contracts.ts";
import { providerTrust } from "../trust.ts";
import { oauthRedirects } from "./oauth.ts";
import { supabaseEnv, trust } from "./trust.ts";

process.env.AUTH_PROVIDER = "supabase";
process.env.REFUSED_CLAIMS = "aal=aal1, bot";
process.env.SUPABASE_URL = "https://project.supabase.co/";
process.env.SUPABASE_PUBLISHABLE_KEY = "sb_publishable_x";

const ISSUER = "https://project.supabase.co/auth/v1";
const genuine = {
  iss: ISSUER,
  aud: "authenticated",
  sub: "user-1",
  session_id: "session-1",
  is_anonymous: false,
};

let key: CryptoKey;
let policy: TrustPolicy;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256");
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" };
  policy = { ...trust(), keys: async () => ({ keys: [jwk] }) };
});

function sign(claims: object, alg = "ES256", signingKey: CryptoKey | Uint8Array = key) {
  return new SignJWT({ ...genuine, ...claims })
    .setProtectedHeader({ alg, kid: "1", typ: "JWT" })
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(signingKey);
}

test("accepts a token of the project; its session is the claim session_id", async () => {
  expect(await verifyProviderToken(await sign({}), policy)).toMatchObject({
    subject: "user-1",
    sessionId: "session-1",
  });
});

test("is authenticated at the latest time in amr, however often it was renewed", async () => {
  const amr = [
    { method: "password", timestamp: 1_700_000_000 },
    { method: "totp", timestamp: 1_700_000_050 },
  ];
  const verified = await verifyProviderToken(await sign({ amr }), policy);
  expect(verified).toMatchObject({ authTime: 1_700_000_050, sessionStart: 1_700_000_050 });
  for (const wrong of [undefined, [], ["password"]]) {
    const { sessionStart } = await verifyProviderToken(await sign({ amr: wrong }), policy);
    expect(sessionStart).toBeUndefined();
  }
});

test("looks for the keys where the project publishes them", () => {
  expect(String(trust().keys)).toBe(`${ISSUER}/.well-known/jwks.json`);
});

test("with a custom domain its tokens have the issuer of SUPABASE_ISSUER, as the owners do", () => {
  process.env.SUPABASE_ISSUER = ISSUER;
  process.env.SUPABASE_URL = "https://auth.shop.example";
  const { issuer, ownerNamespace, keys } = trust();
  expect([issuer, ownerNamespace]).toEqual([ISSUER, ISSUER]);
  expect(String(keys)).toBe("https://auth.shop.example/auth/v1/.well-known/jwks.json");
  process.env.SUPABASE_URL = "https://project.supabase.co/";
  delete process.env.SUPABASE_ISSUER;
});

test.each([
  ["google", [["Google", "/auth/oauth/google"]]],
  [
    "azure, linkedin_oidc,github,custom:shop",
    [
      ["Microsoft", "/auth/oauth/azure"],
      ["LinkedIn", "/auth/oauth/linkedin_oidc"],
      ["GitHub", "/auth/oauth/github"],
      ["Shop", "/auth/oauth/custom:shop"],
    ],
  ],
  ["", []],
])("SUPABASE_OAUTH_PROVIDERS=%s has its ways on the sign-in page", (names, expected) => {
  process.env.SUPABASE_OAUTH_PROVIDERS = names;
  expect(oauthRedirects().map(({ label, path }) => [label, path])).toEqual(expected);
});

test.each(["Google", "google github", "../x", "google,/x"])(
  "SUPABASE_OAUTH_PROVIDERS=%s is refused",
  (names) => {
    process.env.SUPABASE_OAUTH_PROVIDERS = names;
    expect(() => supabaseEnv()).toThrow("must be Supabase's names of providers");
    delete process.env.SUPABASE_OAUTH_PROVIDERS;
  },
);

test.each([
  ["another project", { iss: "https://other.supabase.co/auth/v1" }, /must have the iss/],
  ["the issuer with a slash", { iss: `${ISSUER}/` }, /must have the iss/],
  ["another audience", { aud: "anon" }, /must have the aud/],
  [
    "an anonymous user",
    { is_anonymous: true },
    /has a claim that is refused \(is_anonymous=true\)/,
  ],
])("refuses a token of %s", async (_, claims, message) => {
  await expect(verifyProviderToken(await sign(claims), policy)).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(message),
  });
});

test("refuses a token that is signed with the project's shared secret", async () => {
  const token = await sign({}, "HS256", new TextEncoder().encode("x".repeat(32)));
  await expect(verifyProviderToken(token, policy)).rejects.toMatchObject({ status: 400 });
});

test("refuses a token of another key", async () => {
  const { privateKey } = await generateKeyPair("ES256");
  const token = await sign({}, "ES256", privateKey);
  await expect(verifyProviderToken(token, policy)).rejects.toMatchObject({ status: 400 });
});

test("REFUSED_CLAIMS adds to what is refused, of tokens that are posted and of sessions alike", async () => {
  const { keys } = policy;
  const configured = { ...(await providerTrust()), keys };
  const accepted = await sign({ aal: "aal2" });
  await verifyProviderToken(accepted, configured);
  await verifySessionToken(accepted, configured);
  for (const claims of [{ aal: "aal1" }, { bot: false }, { is_anonymous: true }]) {
    const refused = await sign({ aal: "aal2", ...claims });
    const extra = { check: "person" };
    await expect(verifyProviderToken(refused, configured)).rejects.toMatchObject({
      status: 400,
      code: "invalid_request",
      extra,
    });
    await expect(verifySessionToken(refused, configured)).rejects.toMatchObject({
      status: 401,
      code: "PROVIDER_TOKEN_REFUSED",
      extra,
    });
  }
});
