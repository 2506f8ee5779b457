import type { JSONWebKeySet } from "jose";
import { appEnv } from "#lib/base/env.ts";

export const LONGEST_TOKEN = 16 * 1_024; // characters

/** What a genuine token must say. */
export interface TokenRules {
  /** Byte for byte, path and trailing slash included. */
  issuer: string;
  algorithms: string[];
  /** null only with `authorizedParties`, or if the issuer or the address of its keys holds a client id. */
  audience: string | null;
  /** If set, `azp` is required and must be one of these. */
  authorizedParties?: string[] | null;
  /** If set, `client_id` is required and must be one of these. For tokens without an audience. */
  clientIds?: string[] | null;
  /** If set, `typ` is required and must be one of these; otherwise it is one of `USUAL_TYPES` or absent. */
  types?: string[] | null;
  /** Replaces `USUALLY_REFUSED`. */
  refuse?: string[] | null;
  /**
   * Reads the time of authentication, in seconds, from a claim other than `auth_time`. If it returns
   * undefined, the time of issue counts.
   */
  readAuthTime?: (claims: Record<string, unknown>) => number | undefined;
  /**
   * Reads the organisation that the user acts in: null for none, and undefined if the token had to say
   * it and does not. Absent: its users are in none.
   */
  readOrganization?: (claims: Record<string, unknown>) => unknown;
  /** The namespace of the owners, which never changes; never one of our own URLs. */
  ownerNamespace: string;
}

/** How a genuine provider token is recognised. Nothing here is taken from the token. */
export interface TrustPolicy extends TokenRules {
  keys: URL | (() => Promise<JSONWebKeySet>);
  /** Those of a provider's further sources of people. Each has an owner namespace of its own. */
  also?: TrustPolicy[];
  findFlaw?: FindFlaw;
}

/** The policies of all sources. */
export const policiesOf = (trust: TrustPolicy): TrustPolicy[] => [trust, ...(trust.also ?? [])];

/** The policy of the source that has this owner namespace; undefined if no source has it. */
export const policyOf = (trust: TrustPolicy, namespace = trust.ownerNamespace) =>
  policiesOf(trust).find(({ ownerNamespace }) => ownerNamespace === namespace);

/**
 * Asks a provider about a genuine token what no claim says: the flaw as the end of “the token …”, or
 * undefined; it throws while the provider cannot be asked. For tokens that are posted: about its own
 * sessions the app asks when they are opened.
 */
export type FindFlaw = (
  token: string,
  claims: Record<string, unknown>,
) => Promise<string | undefined>;

/**
 * The `typ` of tokens of a signed-in person, which may also have none; the last one is that of another
 * instance of this app. Other kinds of tokens always have another `typ`.
 */
export const USUAL_TYPES = ["JWT", "at+jwt", "user+jwt"];

/**
 * Claims of tokens that must not be exchanged, as `claim` with any value or `claim=value`: tokens for
 * refreshing, of an event such as a log-out, bound to a key (RFC 7800), of a machine, of an anonymous
 * user, or of somebody who has not finished signing in.
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

/** A provider's policy that also refuses the claims of REFUSED_CLAIMS. */
export function withRefusedClaims<Policy extends Pick<TrustPolicy, "refuse" | "also">>(
  policy: Policy,
): Policy {
  const refuse = [...(policy.refuse ?? USUALLY_REFUSED), ...appEnv().REFUSED_CLAIMS];
  return { ...policy, refuse, also: policy.also?.map(withRefusedClaims) };
}

/** Whether claims match a rule of `refuse`, regardless of case. */
export function fitsRule(claims: Record<string, unknown>, rule: string): boolean {
  const [name = "", ...rest] = rule.split("=");
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (value === undefined || value === null) return false;
  if (rest.length === 0) return true;
  const refused = rest.join("=").toLowerCase();
  // String() of deeply nested lists may overflow the stack.
  return [value]
    .flat()
    .some((one) => typeof one !== "object" && String(one).toLowerCase() === refused);
}
