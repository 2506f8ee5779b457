import { createHash } from "node:crypto";
import { decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { CLOCK_SKEW } from "./clock-skew.ts";
import { keySetOf } from "./key-set.ts";
import { refuseToken } from "./refuse-token.ts";
import { describeTokenFlaw } from "./token-flaw.ts";
import type { TrustPolicy } from "./trust-policy.ts";

export interface VerifiedProviderToken {
  subject: string;
  sessionId: string;
  /** Seconds, as in the two below. Without `auth_time` the token's issue counts as authentication. */
  authTime: number;
  expiresAt: number;
}

/**
 * Verifies a provider's token against its trust policy. Nothing is learnt from the token: `jku`,
 * `x5u` and `jwk` are not followed. Every flaw is OAuthError invalid_request (RFC 8693 §2.2.2).
 * `at` is the time it has to be valid at.
 */
export async function verifyProviderToken(
  token: string,
  trust: TrustPolicy,
  at = new Date(),
): Promise<VerifiedProviderToken> {
  const payload = await verifySignature(token, trust, at);
  refuseWrongParty(payload, trust);
  const { sub, iat, exp, auth_time } = payload;
  if (typeof sub !== "string" || sub === "") refuseToken("lacks a valid sub");
  if (exp === undefined) refuseToken("lacks a valid exp");
  if (iat !== undefined && iat > at.getTime() / 1_000 + CLOCK_SKEW)
    refuseToken("is issued in the future (iat)");
  return {
    subject: sub,
    sessionId: readSessionId(token),
    authTime: typeof auth_time === "number" ? auth_time : (iat ?? 0),
    expiresAt: exp,
  };
}

async function verifySignature(
  token: string,
  trust: TrustPolicy,
  currentDate: Date,
): Promise<JWTPayload> {
  const { issuer, audience, algorithms } = trust;
  try {
    const { payload } = await jwtVerify(token, keySetOf(trust), {
      issuer,
      algorithms,
      audience: audience ?? undefined,
      clockTolerance: CLOCK_SKEW,
      currentDate,
      requiredClaims: ["sub", "exp"],
    });
    return payload;
  } catch (cause) {
    const expected = { iss: issuer, aud: audience ?? "", alg: algorithms.join(" or ") };
    const flaw = describeTokenFlaw(cause, expected);
    if (!flaw) throw cause;
    return refuseToken(flaw, cause);
  }
}

function refuseWrongParty(payload: JWTPayload, { authorizedParties, refuse = {} }: TrustPolicy) {
  if (authorizedParties && !authorizedParties.some((party) => party === payload.azp)) {
    refuseToken(`must have the azp ${authorizedParties.join(" or ")}`);
  }
  for (const [claim, value] of Object.entries(refuse)) {
    if (payload[claim] === value) refuseToken(`stands for no person (${claim})`);
  }
}

/** The session that a token names, unverified. One that names none is a session of its own. */
export function readSessionId(token: string): string {
  const { sid, session_id } = decodeJwt(token);
  const named = sid ?? session_id;
  if (typeof named === "string" && named !== "") return named;
  return createHash("sha256").update(token).digest("base64url");
}
