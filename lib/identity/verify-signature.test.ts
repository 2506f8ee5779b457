import type { KeyObject } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import { processWide } from "#lib/base/process.ts";
import { localKeySet } from "#lib/trust/key-set.ts";
import { decodeToken, verifySignature } from "./verify-token.ts";

async function makeSigner(kid: string | undefined, algorithm = "ES256") {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid };
  const sign = (alg = algorithm) =>
    new SignJWT({}).setProtectedHeader({ alg, kid }).sign(privateKey);
  return { jwk, sign };
}

async function verify(token: string, keys: JWK[], algorithms = ["ES256"]): Promise<string> {
  return verifySignature(decodeToken(token), localKeySet({ keys }), algorithms).then(
    () => "verified",
    (error) => `${error.extra.check}: ${error.message}`,
  );
}

const BAD_SIGNATURE = "signature: subject_token has a signature that its issuer's key did not make";

test("a token that names no key, or one of several with that name, is verified by each that fits", async () => {
  const [nameless, first, twin, second, rsa, stranger] = await Promise.all([
    makeSigner(undefined),
    makeSigner("first"),
    makeSigner("first"),
    makeSigner("second"),
    makeSigner("first", "RS256"),
    makeSigner("first"),
  ]);
  for (const alg of ["ES256", undefined]) {
    const keys = [first, twin, second].map(({ jwk }) => ({ ...jwk, alg }));
    keys.splice(1, 0, rsa.jwk as (typeof keys)[number]);
    for (const { sign } of [first, twin, second]) {
      expect(await verify(await sign(), keys)).toBe("verified");
    }
    expect(await verify(await nameless.sign(), [...keys, nameless.jwk])).toBe("verified");
    for (const { sign } of [stranger, nameless]) {
      expect(await verify(await sign(), keys)).toBe(BAD_SIGNATURE);
    }
  }
});

test("of more than eight keys that fit a token has to name its own", async () => {
  const signers = await Promise.all(Array.from({ length: 9 }, () => makeSigner("same")));
  const keys = signers.map(({ jwk }) => jwk);
  const token = (await signers.at(-1)?.sign()) ?? "";
  expect(await verify(token, keys.slice(1))).toBe("verified");
  expect(await verify(token, keys)).toBe(
    "key: subject_token must name its key (kid): its issuer publishes several",
  );
});

test("Ed25519 and EdDSA are one, whatever keys, tokens and rules call it", async () => {
  const [signer, stranger] = [await makeSigner("ed", "Ed25519"), await makeSigner("ed", "EdDSA")];
  const names = ["EdDSA", "Ed25519"];
  for (const alg of [...names, undefined]) {
    for (const name of names) {
      for (const allowed of names) {
        const keys = [{ ...signer.jwk, alg }];
        expect(await verify(await signer.sign(name), keys, [allowed])).toBe("verified");
        expect(await verify(await stranger.sign(name), keys, [allowed])).toBe(BAD_SIGNATURE);
        expect(await verify(await signer.sign(name), keys, ["ES256"])).toBe(
          "algorithm: subject_token is signed with another algorithm than ES256",
        );
      }
    }
  }
});

test("a signature that was verified is good for that token and that key alone", async () => {
  const [signer, successor] = [await makeSigner("k"), await makeSigner("k")];
  const token = await signer.sign();
  // The second key is another object, as after each reading.
  for (const jwk of [signer.jwk, { ...signer.jwk }]) {
    expect(await verify(token, [jwk])).toBe("verified");
  }
  expect(await verify(token, [successor.jwk])).toBe(BAD_SIGNATURE);
  expect(await verify(token, [])).toMatch(/^key: /);
  expect(await verify(token, [signer.jwk], ["RS256"])).toMatch(/^algorithm: /);
  const [header, , signature] = token.split(".");
  const other = Buffer.from('{"sub":"x"}').toString("base64url");
  expect(await verify([header, other, signature].join("."), [signer.jwk])).toBe(BAD_SIGNATURE);
  expect(await verify(token, [signer.jwk])).toBe("verified");
});

test("of signatures that were verified ten thousand are remembered", async () => {
  const { jwk, sign } = await makeSigner("k");
  await verify(await sign(), [jwk]);
  const remembered = processWide("verified-signatures", () => new Map<string, KeyObject>());
  const [key] = remembered.values();
  for (let at = 0; key && remembered.size < 10_000; at += 1) remembered.set(`token ${at}`, key);
  await verify(await sign(), [jwk]);
  expect(remembered.size).toBe(10_000);
});
