import type { JSONWebKeySet } from "jose";

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
