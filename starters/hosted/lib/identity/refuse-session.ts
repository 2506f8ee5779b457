import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { processWide, sayOncePerMinute } from "#lib/base/process.ts";
import { appEnv } from "../base/env.ts";

/** How a genuine token of the provider is recognised. Nothing here is taken from the token. */
export interface TrustPolicy {
  /** Byte for byte, path and trailing slash included. */
  issuer: string;
  keys: URL | (() => Promise<JSONWebKeySet>);
  algorithms: string[];
  /** null only with `authorizedParties`, or if the issuer or the address of its keys holds a client id. */
  audience: string | null;
  /** If set, `azp` is required and must be one of these. */
  authorizedParties?: string[] | null;
  /** Reads the time of authentication, in seconds, where it is no `auth_time`; undefined: the time of issue counts. */
  readAuthTime?: (claims: Record<string, unknown>) => number | undefined;
  /** Here threads are the user's, whatever the organisation. */
  readOrganization?: unknown;
  /** The namespace of the owners, which never changes; never one of our own URLs. */
  ownerNamespace: string;
}

/**
 * Claims that open nothing here, as `claim` with any value or `claim=value`: of a token that is bound to
 * a key (RFC 7800), of a machine, of an anonymous user, or of a sign-in that is not finished.
 * REFUSED_CLAIMS adds to them.
 */
const USUALLY_REFUSED = ["cnf", "gty=client-credentials", "is_anonymous=true", "sts=pending"];

const CODE = "PROVIDER_TOKEN_REFUSED";
const SKEW = 5; // seconds
const OUTAGES = ["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"];

/** Refuses a provider's session: HttpError 401. The reason goes to the log, for the app's operator. */
export function refuseSession(check: string, reason: string, cause?: unknown): never {
  sayOncePerMinute(`A session is not accepted: ${reason}`);
  const message = `The provider's token is not accepted: ${reason}`;
  throw Object.assign(new HttpError(401, CODE, message, { cause }), { check });
}

/** The check that a session failed; undefined for any other error. */
export const readRefusal = (error: unknown) =>
  isHttpError(error) && "check" in error ? String(error.check) : undefined;

/** Verifies a provider's token against what `trust` says of a genuine one. Throws HttpError 401. */
export async function verifySessionToken(token: string, trust: TrustPolicy, at?: Date) {
  const { issuer, algorithms, audience } = trust;
  const { payload } = await jwtVerify(token, keySetOf(trust), {
    issuer,
    algorithms,
    audience: audience ?? undefined,
    clockTolerance: SKEW,
    currentDate: at,
    requiredClaims: ["sub", "exp"],
  }).catch((error: unknown) => {
    // The provider's keys are out of reach: the token is neither right nor wrong.
    if (!(error instanceof errors.JOSEError) || OUTAGES.includes(error.code)) throw error;
    return refuseSession("token", error.message, error);
  });
  const { authorizedParties } = trust;
  if (authorizedParties && !authorizedParties.includes(String(payload.azp))) {
    refuseSession("party", `its token must have the azp ${authorizedParties.join(" or ")}`);
  }
  refuseClaims(payload, trust);
  const { sub, sid, session_id, auth_time, iat = 0 } = payload;
  if (typeof sub !== "string" || !sub)
    return refuseSession("subject", "its token lacks a valid sub");
  return {
    subject: sub,
    sessionId: String(sid ?? session_id ?? sub),
    // Seconds.
    authTime: trust.readAuthTime?.(payload) ?? (typeof auth_time === "number" ? auth_time : iat),
  };
}

/** Refuses what a token of no person, or of no finished sign-in, claims. */
export function refuseClaims(claims: JWTPayload, _trust: TrustPolicy): void {
  const rules = [...USUALLY_REFUSED, ...appEnv().REFUSED_CLAIMS];
  const found = rules.find((rule) => fitsRule(claims, rule));
  if (found) refuseSession("person", `its token says ${found}`);
}

/** Whether claims match a rule, regardless of case. */
function fitsRule(claims: JWTPayload, rule: string): boolean {
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

/** The provider's keys, fetched once and again when a token names another one; where their address has to be found, for each token. */
function keySetOf({ keys }: TrustPolicy): JWTVerifyGetKey {
  if (keys instanceof URL) return processWide(`keys ${keys}`, () => createRemoteJWKSet(keys));
  return async (header, token) => createLocalJWKSet(await keys())(header, token);
}
