import { createHmac, createPublicKey, type KeyObject } from "node:crypto";
import {
  type CryptoKey,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWK,
  type JWSHeaderParameters,
} from "jose";
import { cached } from "#lib/base/cached.ts";
import { HttpError, isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { isObject } from "#lib/base/json.ts";
import { safeFetch } from "#lib/base/safe-fetch.ts";
import type { TrustPolicy } from "./trust-policy.ts";

/** A secret that is shared with the issuer. */
export type Secret = KeyObject | Uint8Array;
export type KeySet = (header: JWSHeaderParameters) => Promise<CryptoKey | Secret>;

/** The signature of a shared secret (RFC 7518 §3.2). In place: a job of WebCrypto takes twice as long. */
export function signSecretly(alg: string, signed: string, secret: Secret): Buffer {
  return createHmac(alg.replace("HS", "sha"), secret).update(signed).digest();
}

const ONE_MINUTE = 60_000; // milliseconds
const LIFE = {
  maxAge: 10 * ONE_MINUTE,
  /** An issuer may be out of reach for a day; then its keys count as gone. */
  maxStale: 24 * 60 * ONE_MINUTE,
  /** Also for a kid that is not known. */
  coolDown: ONE_MINUTE,
  /** After a longer pause a request waits: it must not be judged by a key that was withdrawn since. */
  refreshAhead: 20 * ONE_MINUTE,
};

/** One name for EdDSA and Ed25519, which is EdDSA with a named curve (RFC 9864 §2.2). */
export function algorithmName(alg: unknown): unknown {
  return alg === "Ed25519" ? "EdDSA" : alg;
}

/** A local key set. Its Ed25519 keys serve both names of their algorithm. */
export function localKeySet({ keys }: JSONWebKeySet): KeySet {
  const unnamed = keys.map((key) =>
    algorithmName(key.alg) === "EdDSA" ? { ...key, alg: undefined } : key,
  );
  const find = createLocalJWKSet({ keys: unnamed });
  return (header) => find(header);
}

/** The published keys of a trust policy. The address comes from the policy, never from a token. */
export function keySetOf({ issuer, keys }: TrustPolicy): KeySet {
  if (!(keys instanceof URL)) return cachedKeySet(issuer, issuer, keys);
  // The address is configured, so it may be in our own network.
  const read = async () => readPublishedKeys(await safeFetch(keys, () => true));
  return cachedKeySet(keys.href, issuer, read);
}

/**
 * Keys that are read once and kept for the process, under a name. A kid that is not among them makes
 * them be read again, at most once a minute. Kept keys are used through an outage of the issuer; if
 * there are none, it throws OAuthError 503.
 */
export function cachedKeySet(
  name: string,
  issuer: string,
  read: () => Promise<JSONWebKeySet>,
): KeySet {
  const keys = cached(`key-set ${name}`, async () => localKeySet(await read()), LIFE);
  return async (header) => {
    const find = await keys.get().catch((cause) => {
      const reason = isHttpError(cause) ? `: ${cause.message}` : "";
      const message = `the keys of ${issuer} cannot be read at the moment${reason}`;
      const extra = { check: "key" };
      throw new OAuthError(503, "temporarily_unavailable", message, { cause, extra });
    });
    try {
      return await find(header);
    } catch (error) {
      if (!isUnknownKey(error)) throw error;
      const refreshed = await keys.refresh().catch(() => find);
      return refreshed(header);
    }
  };
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_JWKS_NO_MATCHING_KEY";
}

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
const CURVES = ["P-256", "P-384", "P-521", "Ed25519"];
const LEAST_MODULUS = 2_048; // bits (RFC 7518 §3.3)
const GREATEST_MODULUS = 8_192; // bits: verifying with more takes too long
const MOST_KEYS = 100;

/**
 * A key as it is kept: its public members, `kid` and `alg`. Throws HttpError 400 INVALID_KEY with the
 * reason.
 */
export function toPublicJwk(key: KeyObject, { kid, alg }: Pick<JWK, "kid" | "alg"> = {}): JWK {
  if (key.type !== "public") throw invalidKey("a key must be public");
  const { modulusLength = LEAST_MODULUS } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < LEAST_MODULUS || modulusLength > GREATEST_MODULUS) {
    throw invalidKey(`an RSA key must have ${LEAST_MODULUS} to ${GREATEST_MODULUS} bits`);
  }
  const jwk = orElse(undefined, () => key.export({ format: "jwk" }) as JWK);
  if (!jwk || (jwk.kty !== "RSA" && !CURVES.includes(jwk.crv ?? ""))) {
    throw invalidKey(`a key must be RSA, or on one of the curves ${CURVES.join(", ")}`);
  }
  return { ...jwk, ...(kid !== undefined && { kid }), ...(alg !== undefined && { alg }) };
}

/** Reads one JWK (RFC 7517 §4). Throws HttpError 400 INVALID_KEY, for private and shared keys too. */
export function readPublicJwk(value: unknown): JWK {
  refuseSecret(value);
  const { kid, alg, use, key_ops: operations } = value as JWK;
  for (const name of [kid, alg]) {
    if (name !== undefined && !isName(name)) throw invalidKey("kid and alg of a key must be names");
  }
  const verifies = !operations || (Array.isArray(operations) && operations.includes("verify"));
  if ((use !== undefined && use !== "sig") || !verifies) {
    throw invalidKey("a key must be for signatures (use, key_ops)");
  }
  let key: KeyObject;
  try {
    key = createPublicKey({ key: value as never, format: "jwk" });
  } catch (cause) {
    throw invalidKey("a key is not a valid JWK", cause);
  }
  return toPublicJwk(key, { kid, alg });
}

function isName(value: unknown): boolean {
  return typeof value === "string" && /^\P{Cc}{1,500}$/u.test(value) && value.isWellFormed();
}

/** Refuses keys with private members: they are no secret any more once they are shown. */
function refuseSecret(value: unknown): void {
  if (!isObject(value)) throw invalidKey("a key must be an object");
  if (value.kty === "oct") throw invalidKey("a key must be public: one is a shared secret (oct)");
  const member = PRIVATE_MEMBERS.find((name) => name in value);
  if (member) throw invalidKey(`a key must be public: one has the private member ${member}`);
}

/**
 * The keys of a published JWK Set (RFC 7517 §5). Those that cannot verify a signature are left out.
 * Throws HttpError 400 if one is private or shared.
 */
export function readPublishedKeys(document: unknown): JSONWebKeySet {
  const keys = listKeys(document);
  for (const key of keys) refuseSecret(key);
  return { keys: keys.flatMap((key) => orElse([], () => [readPublicJwk(key)])) };
}

/** The members of a JWK Set, unread. Throws HttpError 400 INVALID_KEY. */
export function listKeys(document: unknown): unknown[] {
  const keys = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys))
    throw invalidKey("keys must be a JWK Set: an object with the list keys");
  if (keys.length > MOST_KEYS) throw invalidKey(`there must be at most ${MOST_KEYS} keys`);
  return keys;
}

/** What an act returns; `fallback` if it throws. */
function orElse<T>(fallback: T, act: () => T): T {
  try {
    return act();
  } catch {
    return fallback;
  }
}

export function invalidKey(flaw: string, cause?: unknown): HttpError {
  return new HttpError(400, "INVALID_KEY", flaw, { cause });
}
