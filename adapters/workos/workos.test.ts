import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { verifyProviderToken } from "#lib/identity/verify-token.ts";
import type { TrustPolicy } from "../contracts.ts";
import { readUlidTime, trust } from "./trust.ts";

process.env.WORKOS_CLIENT_ID = "client_ours";
process.env.WORKOS_API_KEY = "sk_test_x";
process.env.WORKOS_COOKIE_PASSWORD = "a password of at least 32 characters";

const ISSUER = "https://api.workos.com/user_management/client_ours";

let key: CryptoKey;
let policy: TrustPolicy;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256");
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "1", alg: "RS256" };
  policy = { ...trust(), keys: async () => ({ keys: [jwk] }) };
});

const sign = (issuer: string, signingKey = key, sid = "session_1") =>
  new SignJWT({ sid })
    .setProtectedHeader({ alg: "RS256", kid: "1" })
    .setIssuer(issuer)
    .setSubject("user_1")
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(signingKey);

test("accepts a token without aud of this client; its session is the claim sid", async () => {
  expect(await verifyProviderToken(await sign(ISSUER), policy)).toMatchObject({
    subject: "user_1",
    sessionId: "session_1",
  });
});

test("is authenticated when its session was made, however often it was renewed", async () => {
  const token = await sign(ISSUER, key, "session_01ARYZ6S41TSV4RRFFQ69G5FAV");
  expect(await verifyProviderToken(token, policy)).toMatchObject({
    authTime: 1_469_918_176.385,
    sessionStart: 1_469_918_176.385,
  });
  const { sessionStart } = await verifyProviderToken(await sign(ISSUER), policy);
  expect(sessionStart).toBeUndefined();
});

test("looks for the keys of this client", () => {
  expect(String(trust().keys)).toBe("https://api.workos.com/sso/jwks/client_ours");
});

test.each([
  ["another client", "https://api.workos.com/user_management/client_theirs"],
  ["no client at all", "https://api.workos.com"],
])("refuses a token whose issuer names %s", async (_, issuer) => {
  await expect(verifyProviderToken(await sign(issuer), policy)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining(ISSUER),
  });
});

test("refuses a token of another key", async () => {
  const { privateKey } = await generateKeyPair("RS256");
  await expect(verifyProviderToken(await sign(ISSUER, privateKey), policy)).rejects.toMatchObject({
    status: 400,
  });
});

test("a custom authentication domain changes the issuer and nobody's threads", () => {
  const { ownerNamespace } = trust();
  process.env.WORKOS_ISSUER = "https://auth.example.com";
  expect(trust()).toMatchObject({ issuer: "https://auth.example.com", ownerNamespace });
  delete process.env.WORKOS_ISSUER;
});

test("reads the time in a session id", () => {
  // The example of the ULID specification.
  expect(readUlidTime("01ARYZ6S41TSV4RRFFQ69G5FAV").getTime()).toBe(1_469_918_176_385);
});
