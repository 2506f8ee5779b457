import { generateKeyPairSync } from "node:crypto";
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { certificate, certificateKey } from "#test/certificate.ts";
import { readPastedKeys } from "./pasted-keys.ts";

const ec = await generateKeyPair("ES256", { extractable: true });
const jwk = await exportJWK(ec.publicKey);
const privateJwk = await exportJWK(ec.privateKey);
const pem = await exportSPKI(ec.publicKey);
const privatePem = await exportPKCS8(ec.privateKey);

const pemOf = (...parameters: unknown[]) =>
  (
    generateKeyPairSync as (...given: unknown[]) => {
      publicKey: { export(options: object): string };
    }
  )(...parameters).publicKey.export({ type: "spki", format: "pem" });

test.each([
  ["RSA", pemOf("rsa", { modulusLength: 2_048 }), { kty: "RSA", n: expect.any(String), e: "AQAB" }],
  ["P-256", pem, { kty: "EC", crv: "P-256" }],
  ["P-384", pemOf("ec", { namedCurve: "P-384" }), { kty: "EC", crv: "P-384" }],
  ["P-521", pemOf("ec", { namedCurve: "P-521" }), { kty: "EC", crv: "P-521" }],
  ["Ed25519", pemOf("ed25519"), { kty: "OKP", crv: "Ed25519" }],
  ["an X.509 certificate", certificate, { kty: "EC", crv: "P-256" }],
  [
    "a PEM with white space and line ends of Windows",
    ` \r\n${pem.replaceAll("\n", "\r\n")}\r\n `,
    { crv: "P-256" },
  ],
])("a PEM is read: %s", (_, text, expected) => {
  expect(readPastedKeys(text)).toMatchObject({ keys: [expected] });
});

test("a JWK and a JWK Set are read, and nothing but the public key is kept", () => {
  const key = { ...jwk, kid: "k1", alg: "ES256" };
  const pasted = {
    ...key,
    use: "sig",
    key_ops: ["verify"],
    x5c: ["MIIB"],
    x5u: "https://evil",
    note: "x",
  };
  expect(readPastedKeys(JSON.stringify(pasted))).toEqual({ keys: [key] });
  for (const kid of ["k1", "k2", undefined]) {
    const set = { keys: [pasted, { ...pasted, kid }], note: "x" };
    expect(readPastedKeys(JSON.stringify(set))).toEqual({ keys: [key, { ...key, kid }] });
  }
});

describe("it is refused to paste", () => {
  const PRIVATE = /^a key must be public/;
  const json = (value: unknown) => JSON.stringify(value);
  const kept = { ...jwk, kid: "k1" };

  test.each<[string, string, RegExp]>([
    ["nothing", "", /must be a PEM/],
    ["a sentence", "my key", /must be a PEM/],
    ["a private PEM", privatePem, PRIVATE],
    ["the private key of a certificate", `${certificate}\n${certificateKey}`, PRIVATE],
    ["an encrypted private PEM", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA\n", PRIVATE],
    ["a private JWK", json(privateJwk), PRIVATE],
    ["a private JWK in a set", json({ keys: [kept, privateJwk] }), PRIVATE],
    ["a shared secret", json({ kty: "oct", k: "AA" }), PRIVATE],
    ["a shared secret in a set", json({ keys: [kept, { kty: "oct", k: "AA" }] }), PRIVATE],
    [
      "two PEMs, of which the second may sign certificates alone",
      `${pem}\n${certificate}`,
      /one PEM/,
    ],
    ["a PEM that is cut off", pem.slice(0, 60), /must be a PEM/],
    ["a certificate that is cut off", certificate.slice(0, 100), /must be a PEM/],
    ["half of a JSON text", '{"kty":', /valid JSON/],
    ["a list", json([kept]), /must be a PEM/],
    ["an empty set", json({ keys: [] }), /there must be a key/],
    ["a set without a list", json({ keys: kept }), /must be a JWK Set/],
    [
      "101 keys",
      json({ keys: Array.from({ length: 101 }, (_, i) => ({ ...jwk, kid: `${i}` })) }),
      /at most 100/,
    ],
    ["a key for encryption", json({ ...jwk, use: "enc" }), /for signatures/],
    ["a key that may only sign", json({ ...jwk, key_ops: ["sign"] }), /for signatures/],
    ["a kid that is a number", json({ ...jwk, kid: 1 }), /kid and alg/],
    ["a kid with a NUL", json({ ...jwk, kid: "a\0" }), /kid and alg/],
    ["a point that is not on its curve", json({ ...jwk, x: jwk.y, y: jwk.x }), /not a valid JWK/],
    ["a weak RSA key", pemOf("rsa", { modulusLength: 1_024 }), /2048 to 8192 bits/],
    ["a key on secp256k1", pemOf("ec", { namedCurve: "secp256k1" }), /on one of the curves/],
    ["a key for key agreement", pemOf("x25519"), /on one of the curves/],
    ["a key on a curve that is not offered", pemOf("ed448"), /on one of the curves/],
    ["an RSA key for PSS alone", pemOf("rsa-pss", { modulusLength: 2_048 }), /must be RSA/],
  ])("%s", (_, text, mentioned) => {
    expect(() => readPastedKeys(text)).toThrow(mentioned);
    expect(() => readPastedKeys(text)).toThrow(
      expect.objectContaining({ status: 400, code: "INVALID_KEY" }),
    );
  });
});
