import { createECDH, hkdfSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { appEnv } from "../base/env.ts";

/** The order of P-256 (SEC 2 §2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Bytes: 128 bits more than the order, so that each scalar is equally likely (FIPS 186-5 §A.2.1). */
const SEED_LENGTH = 48;
const SCALAR_LENGTH = 32;

/** A 32-byte key for one purpose; keys of different purposes are unrelated. */
export const deriveKey = (purpose: string) => expand(appEnv().APP_SECRET, purpose);

/** The key pair that user tokens are signed with, the same on every instance, and that of APP_SECRET_PREVIOUS. */
export function readSigningKeys() {
  const { APP_SECRET, APP_SECRET_PREVIOUS } = appEnv();
  // No key twice: verifiers refuse a set with the same kid for two.
  const secrets = new Set([APP_SECRET, ...(APP_SECRET_PREVIOUS ? [APP_SECRET_PREVIOUS] : [])]);
  return Promise.all(
    [...secrets].map((secret) => makePair(expand(secret, "user-token ES256", SEED_LENGTH))),
  );
}

async function makePair(seed: Uint8Array) {
  const number = (BigInt(`0x${Buffer.from(seed).toString("hex")}`) % (ORDER - 1n)) + 1n;
  const scalar = Buffer.from(number.toString(16).padStart(2 * SCALAR_LENGTH, "0"), "hex");
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(scalar);
  // A byte for "not compressed", then both coordinates (SEC 1 §2.3.3).
  const point = curve.getPublicKey();
  const x = point.subarray(1, 1 + SCALAR_LENGTH).toString("base64url");
  const y = point.subarray(1 + SCALAR_LENGTH).toString("base64url");
  const bare = { kty: "EC", crv: "P-256", x, y };
  const kid = await calculateJwkThumbprint(bare);
  return {
    publicJwk: { ...bare, kid, alg: "ES256", use: "sig" },
    privateJwk: { ...bare, d: scalar.toString("base64url") },
  };
}

/** HKDF-SHA-256 (RFC 5869). */
function expand(secret: string, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", purpose, length));
}
