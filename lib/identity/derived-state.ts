import { createECDH } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { HttpError } from "#lib/base/http/http-error.ts";
import { deriveFromSecrets } from "#lib/trust/app-secret.ts";
import type { State } from "./state.ts";

/** The order of P-256 (SEC 2 §2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Bytes: 128 bits more than the order, so that each scalar is equally likely (FIPS 186-5 §A.2.1). */
const SEED_LENGTH = 48;
const SCALAR_LENGTH = 32;

/** The key pair derived from APP_SECRET, the same on every instance, and that of APP_SECRET_PREVIOUS. */
export const readSigningKeys = () =>
  Promise.all(deriveFromSecrets("user-token ES256", SEED_LENGTH).map(makePair));

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
    kid,
    signsFrom: 0,
    publicJwk: { ...bare, kid, alg: "ES256", use: "sig" },
    privateJwk: { ...bare, d: scalar.toString("base64url") },
  };
}

/** A session ends at the provider and with its cookie. Its user token stays valid until it expires. */
export const isSessionEnded: State["isSessionEnded"] = async () => false;
export const revokeSession: State["revokeSession"] = async () => {};

export const signOutEverywhere: State["signOutEverywhere"] = async () => {
  const message = "Without a database this app does not know a user's other sessions";
  throw new HttpError(501, "NOT_IMPLEMENTED", message);
};
