import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from "jose";
import { OAuthError } from "#lib/http-error.ts";
import { processWide } from "#lib/process-wide.ts";
import type { TrustPolicy } from "./trust-policy.ts";

export type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

const COOL_DOWN = 5_000; // milliseconds between two fetches that an unknown kid causes
const KEPT_FOR = 600_000; // milliseconds
const TIMEOUT = 3_000; // milliseconds

/**
 * The published keys of a trust policy. The address comes from the policy, never from a token.
 * Keys that cannot be fetched are no flaw of the token: OAuthError 503.
 */
export function keySetOf({ issuer, keys }: TrustPolicy): KeySet {
  // Keys are cached inside a set, so one set per address must live as long as the process.
  const keySet =
    keys instanceof URL
      ? processWide(`key-set ${keys}`, () =>
          createRemoteJWKSet(keys, {
            cooldownDuration: COOL_DOWN,
            cacheMaxAge: KEPT_FOR,
            timeoutDuration: TIMEOUT,
          }),
        )
      : processWide(`key-set ${issuer}`, () => cacheKeys(keys));
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (cause) {
      if (isAboutKeyId(cause)) throw cause;
      const message = `the keys of ${issuer} cannot be fetched at the moment; try again`;
      throw new OAuthError(503, "temporarily_unavailable", message, { cause });
    }
  };
}

/** What createRemoteJWKSet does, for keys that are in our own database. */
function cacheKeys(readKeys: Exclude<TrustPolicy["keys"], URL>): KeySet {
  let loading: Promise<KeySet> | undefined;
  let loadedAt = 0;
  const load = (maximumAge: number): Promise<KeySet> => {
    if (loading && Date.now() - loadedAt < maximumAge) return loading;
    loadedAt = Date.now();
    const attempt = readKeys().then(createLocalJWKSet);
    attempt.catch(() => {
      if (loading === attempt) loading = undefined;
    });
    loading = attempt;
    return attempt;
  };
  return async (header, token) => {
    try {
      return await (await load(KEPT_FOR))(header, token);
    } catch (error) {
      if (!isAboutKeyId(error)) throw error;
      return (await load(COOL_DOWN))(header, token);
    }
  };
}

function isAboutKeyId(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_JWKS_NO_MATCHING_KEY" || code === "ERR_JWKS_MULTIPLE_MATCHING_KEYS";
}
