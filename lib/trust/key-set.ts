import {
  type CryptoKey,
  createLocalJWKSet,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from "jose";
import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { safeFetch } from "#lib/base/safe-fetch.ts";
import { readPublishedKeys } from "./public-key.ts";
import { algorithmName } from "./strategy.ts";
import type { TrustPolicy } from "./trust-policy.ts";

export type KeySet = (
  header: JWSHeaderParameters,
  token: FlattenedJWSInput,
) => Promise<CryptoKey | Uint8Array>;

const ONE_MINUTE = 60_000; // milliseconds, as all of these
/** Older keys are read again behind the back of the request that meets them. */
const FRESH_FOR = 10 * ONE_MINUTE;
/** Where nobody looked for this long the request waits: it must not meet a key that was withdrawn since. */
const IDLE_AFTER = 2 * FRESH_FOR;
/** How long an issuer may be out of reach before its keys count as gone. */
const KEPT_FOR = 24 * 60 * ONE_MINUTE;
/** Between two readings, for an unknown kid and for keys that could not be read again. */
const COOL_DOWN = ONE_MINUTE;

interface Cache {
  keys?: KeySet;
  readAt: number;
  triedAt: number;
  reading?: Promise<KeySet>;
}

/** A local key set, whose keys on Ed25519 are good for both names of its algorithm. */
export function localKeySet({ keys }: JSONWebKeySet): KeySet {
  const unnamed = keys.map((key) =>
    algorithmName(key.alg) === "EdDSA" ? { ...key, alg: undefined } : key,
  );
  return createLocalJWKSet({ keys: unnamed });
}

/** The published keys of a trust policy. The address comes from the policy, never from a token. */
export function keySetOf({ issuer, keys }: TrustPolicy): KeySet {
  if (!(keys instanceof URL)) return cachedKeySet(issuer, issuer, keys);
  // It is configured, so it may be in our own network.
  const read = async () => readPublishedKeys(await safeFetch(keys, () => true));
  return cachedKeySet(keys.href, issuer, read);
}

/**
 * Keys that are read once and kept, under a name, for the process. A kid that is not among them
 * makes them be read again, at most once a minute; requests that wait share one reading; an outage
 * goes unnoticed for the keys that are known. Where there are none: OAuthError 503.
 */
export function cachedKeySet(
  name: string,
  issuer: string,
  read: () => Promise<JSONWebKeySet>,
): KeySet {
  const cache = processWide(`key-set ${name}`, (): Cache => ({ readAt: 0, triedAt: 0 }));
  return async (header, token) => {
    const find = await currentKeys(cache, issuer, read);
    try {
      return await find(header, token);
    } catch (error) {
      if (!isUnknownKey(error)) throw error;
      if (!cache.reading && timeSince(cache.triedAt) < COOL_DOWN) throw error;
      const refreshed = await refresh(cache, read).catch(() => find);
      return refreshed(header, token);
    }
  };
}

async function currentKeys(
  cache: Cache,
  issuer: string,
  read: () => Promise<JSONWebKeySet>,
): Promise<KeySet> {
  const { keys, readAt } = cache;
  const age = timeSince(readAt);
  if (!keys || age > KEPT_FOR) {
    return refresh(cache, read).catch((cause) => {
      const reason = isHttpError(cause) ? `: ${cause.message}` : "";
      const message = `the keys of ${issuer} cannot be read at the moment${reason}`;
      const extra = { check: "key" };
      throw new OAuthError(503, "temporarily_unavailable", message, { cause, extra });
    });
  }
  const sinceTry = timeSince(cache.triedAt);
  if (age < FRESH_FOR || sinceTry < COOL_DOWN) return keys;
  const refreshed = refresh(cache, read).catch(() => keys);
  return sinceTry > IDLE_AFTER ? refreshed : keys;
}

/** Absolute, so that a clock which was set back does not keep old keys. */
function timeSince(time: number): number {
  return Math.abs(Date.now() - time);
}

function refresh(cache: Cache, read: () => Promise<JSONWebKeySet>): Promise<KeySet> {
  if (!cache.reading) cache.triedAt = Date.now();
  cache.reading ??= read()
    .then((keys) => {
      const made = localKeySet(keys);
      Object.assign(cache, { keys: made, readAt: cache.triedAt });
      return made;
    })
    .finally(() => {
      cache.reading = undefined;
    });
  return cache.reading;
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_JWKS_NO_MATCHING_KEY";
}
