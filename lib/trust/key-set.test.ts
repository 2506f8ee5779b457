import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { trustedKeys } from "#lib/identity/policy.ts";
import { decodeToken, verifyProviderToken, verifyToken } from "#lib/identity/verify-token.ts";
import { startIssuer, type TestIssuer } from "#test/issuer.ts";
import { cachedKeySet, keySetOf } from "./key-set.ts";
import type { TrustPolicy } from "./trust-policy.ts";

process.env.ALLOW_LOOPBACK_ISSUERS = "true";

const MINUTE = 60_000; // milliseconds

interface Signer {
  jwk: JWK;
  sign(): Promise<string>;
}

let issuer: TestIssuer;
let first: Signer;
let second: Signer;

async function makeSigner(kid: string | undefined): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" };
  const sign = () =>
    new SignJWT({ iss: issuer.issuer, sub: "user-1" })
      .setProtectedHeader({ alg: "ES256", kid })
      .setIssuedAt()
      .setExpirationTime("60s")
      .sign(privateKey);
  return { jwk, sign };
}

beforeEach(async () => {
  // Only the clock is ours: sockets and their time-outs are real.
  vi.useFakeTimers({ toFake: ["Date"] });
  first = await makeSigner("first");
  second = await makeSigner("second");
  issuer = await startIssuer("/realms/chat", [first.jwk]);
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const rules = () => ({
  issuer: issuer.issuer,
  algorithms: ["ES256"],
  audience: null,
  ownerNamespace: issuer.issuer,
});

/** By discovery, as a trusted issuer's token is verified. */
async function verify(token: string): Promise<string> {
  const trusted = { ...rules(), jwksUri: null, publicKeys: null, secret: undefined };
  const { keySet } = trustedKeys("discovery", trusted);
  return (await verifyToken(decodeToken(token), { ...rules(), keySet })).subject;
}

const unknownKey = { code: "invalid_request", extra: { check: "key" } };
const unavailable = {
  status: 503,
  code: "temporarily_unavailable",
  extra: { check: "key" },
  headers: { "retry-after": "2" },
};
/** Each reading is two requests: the discovery document and the keys. */
const readings = () => issuer.requests.length / 2;

test("keys are read once, however many requests come first", async () => {
  const token = await first.sign();
  expect(await Promise.all(Array.from({ length: 20 }, () => verify(token)))).toHaveLength(20);
  expect(issuer.requests).toEqual([
    "/realms/chat/.well-known/openid-configuration",
    "/realms/chat/keys",
  ]);
  pass(9 * MINUTE);
  await verify(await first.sign());
  expect(readings()).toBe(1);
});

test("a clock that was set back keeps no old keys", async () => {
  pass(60 * MINUTE);
  await verify(await first.sign());
  pass(-30 * MINUTE);
  issuer.keys = [second.jwk];
  expect(await verify(await second.sign())).toBe("user-1");
});

test("an unknown kid makes one reading a minute, and finds the key of a rotation", async () => {
  await verify(await first.sign());
  const token = await second.sign();
  await expect(verify(token)).rejects.toMatchObject(unknownKey);
  expect(readings()).toBe(1);
  pass(MINUTE);
  await Promise.all(
    Array.from({ length: 10 }, async () =>
      expect(verify(await second.sign())).rejects.toMatchObject(unknownKey),
    ),
  );
  expect(readings()).toBe(2);
  issuer.keys = [first.jwk, second.jwk];
  await expect(verify(await second.sign())).rejects.toMatchObject(unknownKey);
  pass(MINUTE);
  const rotated = await second.sign();
  expect(await Promise.all([verify(rotated), verify(rotated)])).toEqual(["user-1", "user-1"]);
  expect(readings()).toBe(3);
});

test("an hour's outage goes unnoticed for keys that are known, and tries once a minute", async () => {
  await verify(await first.sign());
  issuer.answer = (_, response) => response.writeHead(500).end();
  for (let minute = 0; minute < 75; minute += 1) {
    pass(MINUTE);
    expect(await verify(await first.sign())).toBe("user-1");
  }
  const tries = issuer.requests.length;
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(70);
  await expect(verify(await second.sign())).rejects.toMatchObject(unknownKey);
  issuer.answer = undefined;
  issuer.keys = [second.jwk];
  pass(MINUTE);
  expect(await verify(await second.sign())).toBe("user-1");
});

test("keys of an issuer that was out of reach for a day are no longer used", async () => {
  await verify(await first.sign());
  issuer.answer = (_, response) => response.writeHead(500).end();
  pass(24 * 60 * MINUTE + 1);
  await expect(verify(await first.sign())).rejects.toMatchObject(unavailable);
});

test("a key that was withdrawn is refused as soon as somebody looks again", async () => {
  await verify(await first.sign());
  issuer.keys = [second.jwk];
  pass(21 * MINUTE);
  await expect(verify(await first.sign())).rejects.toMatchObject(unknownKey);
});

test("keys that were never read are no flaw of the token, and are asked for again", async () => {
  issuer.answer = (_, response) => response.writeHead(503).end();
  await expect(verify(await first.sign())).rejects.toMatchObject({
    ...unavailable,
    message: expect.stringMatching(/^the keys of http:.* answered 503 instead of 200$/),
  });
  issuer.answer = undefined;
  expect(await verify(await first.sign())).toBe("user-1");
});

test("the address in an adapter's policy has the same limits, and may be in our own network", async () => {
  const policy: TrustPolicy = { ...rules(), keys: new URL(`${issuer.issuer}/keys`) };
  expect((await verifyProviderToken(await first.sign(), policy)).subject).toBe("user-1");
  expect(issuer.requests).toEqual(["/realms/chat/keys"]);
  issuer.answer = (_, response) => response.writeHead(302, { location: "/elsewhere" }).end();
  const moved = { ...policy, keys: new URL(`${issuer.issuer}/moved`) };
  const refused = verifyProviderToken(await first.sign(), moved);
  await expect(refused).rejects.toMatchObject(unavailable);
  expect(keySetOf(policy)).toBeTypeOf("function");
});

test("keys from a database are kept in the same way", async () => {
  let reads = 0;
  const keySet = cachedKeySet("database", issuer.issuer, async () => {
    reads += 1;
    return { keys: [first.jwk] };
  });
  const decoded = decodeToken(await first.sign());
  await verifyToken(decoded, { ...rules(), keySet });
  await verifyToken(decoded, { ...rules(), keySet });
  expect(reads).toBe(1);
});
