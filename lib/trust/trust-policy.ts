import type { JSONWebKeySet } from "jose";
import { appEnv } from "#lib/base/env.ts";

/** What a genuine token says, apart from whose keys signed it. */
export interface TokenRules {
  /** Byte for byte, path and trailing slash included. */
  issuer: string;
  algorithms: string[];
  /** null only with `authorizedParties`, or where a client id stands inside the issuer or key address. */
  audience: string | null;
  /** `azp` is then required and must be one of these. */
  authorizedParties?: string[] | null;
  /** `client_id` is then required and must be one of these: binds tokens that have no audience. */
  clientIds?: string[] | null;
  /** `typ` is then required and must be one of these; else `USUAL_TYPES` hold, or none. */
  types?: string[] | null;
  /** Rules as in `USUALLY_REFUSED`, instead of those. */
  refuse?: string[] | null;
  /**
   * The time of authentication in seconds, where a provider tells it otherwise than by `auth_time`.
   * Undefined: by nothing, and then the token's issue counts.
   */
  readAuthTime?: (claims: Record<string, unknown>) => number | undefined;
  /** The stable first half of every owner's identity; never one of our own URLs. */
  ownerNamespace: string;
}

/** Data that says how a genuine provider token is recognised. Nothing is learnt from the token itself. */
export interface TrustPolicy extends TokenRules {
  keys: URL | (() => Promise<JSONWebKeySet>);
}

/**
 * The `typ` that tokens of a signed-in person have where they have one; the last is that of another
 * instance of this app. Other kinds always name theirs.
 */
export const USUAL_TYPES = ["JWT", "at+jwt", "user+jwt"];

/**
 * What a token says that must not be exchanged for a bearer of its user: `claim`, whatever its value, or
 * `claim=value`. It is for refreshing, tells of an event such as a log-out, is bound to a key that whoever
 * shows it would have to prove (RFC 7800), or was issued to a machine, to nobody in particular, or to
 * somebody who has not finished signing in.
 */
export const USUALLY_REFUSED = [
  "events",
  "cnf",
  "typ=Refresh",
  "typ=Offline",
  "typ=Logout",
  "type=refresh",
  "token_type=refresh",
  "token_use=refresh",
  "gty=client-credentials",
  "gty=client_credentials",
  "grant_type=client_credentials",
  "idtyp=app",
  "clientHost",
  "is_anonymous=true",
  "provider_id=anonymous",
  "sts=pending",
];

/** A provider's policy that refuses what REFUSED_CLAIMS names, too. */
export function withRefusedClaims(policy: TrustPolicy): TrustPolicy {
  const refuse = [...(policy.refuse ?? USUALLY_REFUSED), ...appEnv().REFUSED_CLAIMS];
  return { ...policy, refuse };
}

/** Whether claims say what a rule of `refuse` says, whatever the letters of its value. */
export function fitsRule(claims: Record<string, unknown>, rule: string): boolean {
  const [name = "", ...rest] = rule.split("=");
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (value === undefined || value === null) return false;
  if (rest.length === 0) return true;
  const refused = rest.join("=").toLowerCase();
  // Of a list in lists String() may not even come back.
  return [value]
    .flat()
    .some((one) => typeof one !== "object" && String(one).toLowerCase() === refused);
}
