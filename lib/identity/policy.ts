import type { JSONWebKeySet } from "jose";
import { discover, fetchKeys } from "#lib/trust/discovery.ts";
import { cachedKeySet, type KeySet, localKeySet } from "#lib/trust/key-set.ts";
import { isOwnIssuer } from "#lib/trust/own-issuer.ts";
import {
  ASYMMETRIC_ALGORITHMS,
  isRefusedHere,
  type Strategy,
  SYMMETRIC_ALGORITHMS,
} from "#lib/trust/strategy.ts";
import { policyOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import { readTrustSettings, type TrustedIssuer } from "#lib/trust/trust-settings.ts";
import { refuseToken } from "./token-flaw.ts";
import type { Policy } from "./verify-token.ts";

/** Owners of unverified tokens have a namespace of their own, apart from all others. */
const UNVERIFIED = "unverified";

/**
 * The policy of a project for an issuer that is neither this app nor the provider. Throws OAuthError
 * for one that the project does not trust, without contacting it.
 */
export async function findTrustedPolicy(
  issuer: string,
  project: string,
  provider: TrustPolicy,
): Promise<Policy> {
  if (isOwnIssuer(issuer)) return refuseIssuer();
  const { strategy, issuers } = await readTrustSettings(project);
  if (strategy === "none") {
    if (isRefusedHere(strategy)) {
      const flaw = "cannot be verified: the strategy none is refused in production";
      refuseToken("issuer", flaw);
    }
    return { issuer, algorithms: [], keySet: "none", ownerNamespace: UNVERIFIED };
  }
  const trusted = issuers.get(issuer);
  if (!trusted) return refuseIssuer();
  if (policyOf(provider, trusted.ownerNamespace)) {
    // The issuer was added while another provider was active.
    const flaw = "has an issuer (iss) whose owner namespace is now the active provider's";
    return refuseToken("issuer", flaw);
  }
  return { ...trusted, ...trustedKeys(strategy, trusted) };
}

function refuseIssuer(): never {
  return refuseToken("issuer", "has an issuer (iss) that this project does not trust");
}

type Verifying = Exclude<Strategy, "none">;

/**
 * The algorithms and keys of a trusted issuer under a strategy. Each strategy has its own algorithms,
 * so a public key is never taken for a shared secret. Throws OAuthError if the settings lack something
 * that the strategy needs.
 */
export function trustedKeys(strategy: Verifying, trusted: TrustedIssuer) {
  const family: readonly string[] =
    strategy === "symmetric" ? SYMMETRIC_ALGORITHMS : ASYMMETRIC_ALGORITHMS;
  const algorithms = trusted.algorithms.filter((algorithm) => family.includes(algorithm));
  if (algorithms.length === 0) {
    const expected = `an algorithm among ${family.join(", ")}`;
    const flaw = `has an issuer for which this project does not allow ${expected}`;
    refuseToken("algorithm", flaw);
  }
  return { algorithms, keySet: keySetFor(strategy, trusted) };
}

function keySetFor(strategy: Verifying, trusted: TrustedIssuer): KeySet {
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

// A set keeps its imported keys, so it is made once.
const pastedSets = new WeakMap<JSONWebKeySet, KeySet>();

function pastedKeySet(publicKeys: JSONWebKeySet): KeySet {
  const made = pastedSets.get(publicKeys);
  if (made) return made;
  const find = localKeySet(publicKeys);
  // Where a pasted key has no kid, a token's kid says nothing.
  const isNamed = publicKeys.keys.every(({ kid }) => kid !== undefined);
  const keySet: KeySet = isNamed ? find : ({ kid: _, ...header }) => find(header);
  pastedSets.set(publicKeys, keySet);
  return keySet;
}
