import { exportJWK, generateKeyPair, type JWK } from "jose";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { startIssuer, type TestIssuer } from "#test/issuer.ts";
import { discover } from "./discovery.ts";

process.env.ALLOW_LOOPBACK_ISSUERS = "true";

const { publicKey } = await generateKeyPair("ES256");
const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256", use: "sig" };
let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await startIssuer("/realms/chat", [jwk]);
});
beforeEach(() => {
  issuer.metadata = {};
  issuer.answer = undefined;
});

const refusal = (mentioned: string | RegExp) => ({
  status: 502,
  message: expect.stringMatching(mentioned),
});

test.each([
  ["", "/.well-known/openid-configuration"], // WorkOS's custom domains, Google
  ["/", "/.well-known/openid-configuration"], // Auth0
  ["/auth/v1", "/auth/v1/.well-known/openid-configuration"], // Supabase
  ["/user_management/client_1", "/user_management/client_1/.well-known/openid-configuration"],
  ["/0b5-tenant/v2.0", "/0b5-tenant/v2.0/.well-known/openid-configuration"], // Entra
  ["/oauth2/default", "/oauth2/default/.well-known/openid-configuration"], // Okta
  ["/realms/my%20realm", "/realms/my%20realm/.well-known/openid-configuration"], // Keycloak
  ["/tenant/", "/tenant/.well-known/openid-configuration"],
])("an issuer with the path %j is asked at %s", async (path, address) => {
  const found = await startIssuer(path, [jwk]);
  expect((await discover(found.issuer)).keys.keys).toMatchObject([{ kid: "k1", kty: "EC" }]);
  expect(found.requests[0]).toBe(address);
});

test.each([
  ["with a slash", () => `${issuer.issuer}/`],
  ["in capitals", () => issuer.issuer.toUpperCase()],
  ["of somebody else", () => "https://evil.example"],
])("a document that names the issuer %s is refused and says what it names", async (_, named) => {
  issuer.metadata = { issuer: named() };
  await expect(discover(issuer.issuer)).rejects.toMatchObject({
    ...refusal(`is of the issuer ${named()}, which is not ${issuer.issuer}`),
    extra: { found: named() },
  });
});

test.each(["https://login.microsoftonline.com/{tenantid}/v2.0", "https://{region}.example"])(
  "the document of %s is a template for many tenants, and no spelling to be trusted",
  async (found) => {
    issuer.metadata = { issuer: found };
    const error = await discover(issuer.issuer).catch((reason) => reason);
    expect(error).toMatchObject({
      status: 502,
      code: "DISCOVERY_FAILED",
      message: `${issuer.issuer}/.well-known/openid-configuration is of the issuer ${found}, which is not ${issuer.issuer} but a template for many tenants: enter the issuer of one tenant, as its tokens have it in iss`,
      extra: {},
    });
  },
);

test.each([
  "https://user@issuer.example",
  "https://issuer.example?tenant=1",
  "https://issuer example",
  "http://localhost:3000/auth",
  `https://${"x".repeat(600)}.example`,
  "",
])("what %j could not be added as is not offered as another spelling", async (found) => {
  issuer.metadata = { issuer: found };
  await expect(discover(issuer.issuer)).rejects.toMatchObject({ status: 502, extra: {} });
});

test.each([
  ["no issuer", { issuer: undefined }, /no discovery document: issuer/],
  ["an issuer that is an array", { issuer: ["a"] }, /no discovery document: issuer/],
  ["no jwks_uri", { jwks_uri: undefined }, /no discovery document: jwks_uri/],
  ["a jwks_uri that is a path", { jwks_uri: "/keys" }, /no discovery document: jwks_uri/],
  ["keys in a file", { jwks_uri: "file:///etc/passwd" }, /no discovery document: jwks_uri/],
  [
    "keys in our network",
    { jwks_uri: "https://10.0.0.1/keys" },
    /10.0.0.1\/keys has no public address/,
  ],
  ["keys by plain http", { jwks_uri: "http://8.8.8.8/keys" }, /must be fetched by https/],
])("a document with %s is refused", async (_, metadata, mentioned) => {
  issuer.metadata = metadata;
  await expect(discover(issuer.issuer)).rejects.toMatchObject(refusal(mentioned));
});

test.each(["my-backend", "urn:example:issuer", "https://"])(
  "%s is trusted by pasted keys only: there is nothing to discover",
  async (name) => {
    await expect(discover(name)).rejects.toMatchObject({ status: 502 });
  },
);

const keyNumber = (index: number) => ({ kty: "EC", crv: "P-256", kid: `${index}`, x: "A", y: "A" });

test.each<[string, () => unknown, string]>([
  ["a private key among others", () => ({ keys: [jwk, { ...jwk, d: "AA" }] }), "private member d"],
  [
    "a shared secret among others",
    () => ({ keys: [jwk, { kty: "oct", k: "AA" }] }),
    "shared secret",
  ],
  [
    "a secret that calls itself public",
    () => ({ keys: [{ ...jwk, k: "AA" }] }),
    "private member k",
  ],
  [
    "10,000 keys",
    () => ({ keys: Array.from({ length: 10_000 }, (_, i) => keyNumber(i)) }),
    "more than 64 KB",
  ],
  [
    "101 keys",
    () => ({ keys: Array.from({ length: 101 }, (_, i) => keyNumber(i)) }),
    "at most 100 keys",
  ],
  ["5 MB", () => ({ keys: [jwk], x: "x".repeat(5 * 1_024 * 1_024) }), "more than 64 KB"],
  ["no list", () => ({ keys: { 0: jwk } }), "must be a JWK Set"],
  ["null", () => null, "must be a JWK Set"],
  ["a key that is text", () => ({ keys: [jwk, "key"] }), "must be an object"],
])("a document with %s is refused whole", async (_, document, mentioned) => {
  issuer.answer = (request, response) => {
    const metadata = { issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/keys` };
    response.end(JSON.stringify(request.url?.endsWith("/keys") ? document() : metadata));
  };
  await expect(discover(issuer.issuer)).rejects.toMatchObject({
    message: expect.stringContaining(mentioned),
  });
});

test("keys that cannot verify are left out: weak, for encryption, of unknown kinds", async () => {
  const weak = await crypto.subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 1_024,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: "SHA-256",
    },
    true,
    ["sign", "verify"],
  );
  issuer.keys = [
    { ...(await crypto.subtle.exportKey("jwk", weak.publicKey)), key_ops: undefined } as JWK,
    { ...jwk, kid: "k2", use: "enc" },
    { kty: "EC", crv: "secp256k1", kid: "k2", x: "AA", y: "AA" },
    { kty: "FUTURE", kid: "k2" },
    { ...jwk, kid: "k2", x: "AA" },
    jwk,
  ];
  const found = await discover(issuer.issuer);
  expect(found.keys.keys.map(({ kid }) => kid)).toEqual(["k1"]);
  issuer.keys = [jwk];
});
