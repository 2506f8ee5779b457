import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { sayOncePerMinute } from "#lib/base/log-error.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { fitsRule, type TrustPolicy, USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";

/** Why a session that its provider has opened is not accepted here. */
export type Refusal =
  | "token"
  | "algorithm"
  | "signature"
  | "time"
  | "party"
  | "person"
  | "pending"
  | "factor"
  | "form"
  | "issuer"
  | "key"
  | "type"
  | "unavailable";

/** What a genuine token says about its user. */
export interface VerifiedToken {
  subject: string;
  sessionId: string;
  /** Seconds. */
  authTime: number;
}

const CODE = "PROVIDER_TOKEN_REFUSED";
const SKEW = 5; // seconds

/** Refuses a provider's session: HttpError 401. The reason goes to the log; `extra.check` chooses the words for the visitor. */
export function refuseSession(check: Refusal, reason: string, cause?: unknown): never {
  sayOncePerMinute(`A session is not accepted: ${reason}`);
  throw new HttpError(401, CODE, `The provider's token is not accepted: ${reason}`, {
    cause,
    extra: { check },
  });
}

/** Which check a session failed; undefined for any other error. */
export function readRefusal(error: unknown): string | undefined {
  return isHttpError(error) && error.code === CODE ? String(error.extra.check) : undefined;
}

/** Verifies a provider's token against what `trust` says of a genuine one. Throws HttpError 401. */
export async function verifySessionToken(
  token: string,
  trust: TrustPolicy,
  at?: Date,
): Promise<VerifiedToken> {
  const { issuer, algorithms, audience } = trust;
  const { payload } = await jwtVerify(token, keySetOf(trust), {
    issuer,
    algorithms,
    audience: audience ?? undefined,
    clockTolerance: SKEW,
    currentDate: at,
    requiredClaims: ["sub", "exp"],
  }).catch((error: unknown) => {
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) throw error;
    return refuseSession("token", error.message, error);
  });
  const { authorizedParties } = trust;
  if (authorizedParties && !authorizedParties.includes(String(payload.azp))) {
    refuseSession("party", `its token must have the azp ${authorizedParties.join(" or ")}`);
  }
  refuseClaims(payload, trust);
  const { sub, sid, session_id, auth_time, iat = 0 } = payload;
  return {
    subject: String(sub),
    sessionId: String(sid ?? session_id ?? sub),
    authTime: trust.readAuthTime?.(payload) ?? (typeof auth_time === "number" ? auth_time : iat),
  };
}

/** Refuses what a token of no person, or of no finished sign-in, claims. */
export function refuseClaims(claims: JWTPayload, { refuse }: Pick<TrustPolicy, "refuse">): void {
  const found = (refuse ?? USUALLY_REFUSED).find((rule) => fitsRule(claims, rule));
  if (found) refuseSession("person", `its token says ${found}`);
}

/** The provider's keys, fetched once and again when a token names another one. */
function keySetOf({ keys, issuer }: TrustPolicy) {
  if (!(keys instanceof URL)) throw new TypeError(`the keys of ${issuer} have no address`);
  return processWide(`keys ${keys}`, () => createRemoteJWKSet(keys));
}
