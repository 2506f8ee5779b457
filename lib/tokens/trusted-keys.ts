import type { JSONWebKeySet } from "jose";
import { discover, fetchKeys } from "#lib/trust/discovery.ts";
import { ASYMMETRIC_ALGORITHMS, type Strategy, SYMMETRIC_ALGORITHMS } from "#lib/trust/strategy.ts";
import type { TrustedIssuer } from "#lib/trust/trust-settings.ts";
import { cachedKeySet, type KeySet, localKeySet } from "./key-set.ts";
import { refuseToken } from "./refuse-token.ts";

/** What a strategy makes of a trusted issuer: the algorithms that it may use, and its keys. */
export interface TrustedKeys {
  algorithms: string[];
  keySet: KeySet;
}

/**
 * Each strategy has algorithms of its own, so no public key is ever taken for a shared secret.
 * Throws OAuthError where the project's settings lack what the strategy needs.
 */
export function trustedKeys(
  strategy: Exclude<Strategy, "none">,
  trusted: TrustedIssuer,
): TrustedKeys {
  const family: readonly string[] =
    strategy === "symmetric" ? SYMMETRIC_ALGORITHMS : ASYMMETRIC_ALGORITHMS;
  const algorithms = trusted.algorithms.filter((algorithm) => family.includes(algorithm));
  if (algorithms.length === 0) {
    const expected = `an algorithm among ${family.join(", ")}`;
    const flaw = `has an issuer for which this project does not allow ${expected}`;
    return refuseToken("algorithm", flaw);
  }
  return { algorithms, keySet: keySetFor(strategy, trusted) };
}

function keySetFor(strategy: Exclude<Strategy, "none">, trusted: TrustedIssuer): KeySet {
  const { issuer, jwksUri, publicKeys, secret } = trusted;
  switch (strategy) {
    case "discovery":
      return jwksUri
        ? cachedKeySet(`of ${issuer} at ${jwksUri}`, issuer, () => fetchKeys(jwksUri))
        : cachedKeySet(`of ${issuer}`, issuer, async () => (await discover(issuer)).keys);
    case "asymmetric":
      return publicKeys ? pastedKeySet(publicKeys) : withoutKey("public key");
    case "symmetric":
      return secret ? async () => secret : withoutKey("shared secret");
  }
}

function withoutKey(kind: string): KeySet {
  return async () => refuseToken("key", `has an issuer for which this project has no ${kind}`);
}

// The imported keys are kept inside a set.
const pastedSets = new WeakMap<JSONWebKeySet, KeySet>();

function pastedKeySet(publicKeys: JSONWebKeySet): KeySet {
  const made = pastedSets.get(publicKeys);
  if (made) return made;
  const find = localKeySet(publicKeys);
  // A key that has no name is the one that is meant, whatever a token calls it.
  const isNamed = publicKeys.keys.every(({ kid }) => kid !== undefined);
  const keySet: KeySet = isNamed ? find : ({ kid: _, ...header }, token) => find(header, token);
  pastedSets.set(publicKeys, keySet);
  return keySet;
}
