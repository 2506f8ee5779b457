import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { startIssuer, type TestIssuer } from "#test/issuer.ts";
import { lookUpIssuer } from "./look-up-issuer.ts";

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

const refusal = (mentioned: string) => ({
  status: 502,
  message: expect.stringMatching(mentioned),
});

test("a look-up shows what an exchange would find, and keeps nothing", async () => {
  const algorithms = ["RS256", "HS256", "none", "PS512"];
  issuer.metadata = { id_token_signing_alg_values_supported: algorithms };
  const before = issuer.requests.length;
  const expected = {
    issuer: issuer.issuer,
    jwksUri: `${issuer.issuer}/keys`,
    algorithms: ["RS256", "PS512", "ES256"],
    keys: [{ kid: "k1", kind: "P-256", algorithm: "ES256" }],
  };
  expect(await lookUpIssuer(issuer)).toEqual(expected);
  expect(await lookUpIssuer(issuer)).toEqual(expected);
  expect(issuer.requests.length - before).toBe(4);
});

test("an issuer without a discovery document is asked at the address of its keys", async () => {
  const bare = await startIssuer("/bare", [{ ...jwk, alg: "EdDSA" }, jwk]);
  const jwksUri = `${bare.issuer}/keys`;
  expect(await lookUpIssuer({ issuer: "bare.example", jwksUri })).toEqual({
    issuer: "bare.example",
    jwksUri,
    algorithms: ["ES256", "EdDSA"],
    keys: [
      { kid: "k1", kind: "P-256", algorithm: "EdDSA" },
      { kid: "k1", kind: "P-256", algorithm: "ES256" },
    ],
  });
  expect(bare.requests).toEqual(["/bare/keys"]);
});

test("a look-up refuses what cannot be added, and says what is wrong with what it found", async () => {
  await expect(lookUpIssuer({ issuer: "http://localhost:3000" })).rejects.toMatchObject({
    status: 400,
    message: "issuer: must not be this app: its own keys alone verify its tokens",
  });
  await expect(lookUpIssuer({ issuer: "https://169.254.169.254" })).rejects.toMatchObject(
    refusal("has no public address"),
  );
  issuer.answer = (_, response) => response.writeHead(404).end();
  await expect(lookUpIssuer(issuer)).rejects.toMatchObject(refusal("answered 404 instead of 200"));
});
