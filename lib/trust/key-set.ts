import { createHmac, type KeyObject } from "node:crypto";
import {
  type CryptoKey,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from "jose";
import { cached } from "#lib/base/cached.ts";
import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { safeFetch } from "#lib/base/safe-fetch.ts";
import { readPublishedKeys } from "./public-key.ts";
import { algorithmName } from "./strategy.ts";
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
