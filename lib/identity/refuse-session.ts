import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { type TrustPolicy, withRefusedClaims } from "#lib/trust/trust-policy.ts";
import { checkPerson, type VerifiedToken } from "./claims.ts";
import type { Check } from "./token-flaw.ts";
import { decodeToken, verifyProviderToken } from "./verify-token.ts";

export { LONGEST_TOKEN } from "#lib/trust/trust-policy.ts";

/** Why a provider's session is not accepted here. The last three: for who it is. */
export type Refusal =
  | Check
  | "pending"
  | "factor"
  | "source"
  | "unavailable"
  | "address"
  | "closed"
  | "invitation";

const CODE = "PROVIDER_TOKEN_REFUSED";

/**
 * Refuses a provider's session: HttpError 401. The reason is logged once a minute, because only the
 * app's operator can do something about it. `extra.check` selects the text for the visitor.
 */
export function refuseSession(check: Refusal, reason: string, cause?: unknown): never {
  sayOncePerMinute(`A session is not accepted: ${reason}`);
  throw new HttpError(401, CODE, `The provider's token is not accepted: ${reason}`, {
    cause,
    extra: { check },
  });
}

/** The check that a session failed; undefined for any other error. */
export function readRefusal(error: unknown): string | undefined {
  return isHttpError(error) && error.code === CODE ? String(error.extra.check) : undefined;
}

/** `verifyProviderToken` for a session's token, with REFUSED_CLAIMS: a flaw of the token refuses the session. */
export async function verifySessionToken(
  token: string,
  trust: TrustPolicy,
  at?: Date,
): Promise<VerifiedToken> {
  try {
    return await verifyProviderToken(token, withRefusedClaims(trust), at);
  } catch (cause) {
    if (!isHttpError(cause) || cause.status !== 400) throw cause;
    const check = cause.extra.check as Check;
    return refuseSession(check, cause.message + describeFound(token, check), cause);
  }
}

/** The same for the claims of a token that the provider's SDK has verified. */
export function refuseClaims(
  claims: Record<string, unknown>,
  trust: Pick<TrustPolicy, "refuse">,
): void {
  try {
    checkPerson(claims, withRefusedClaims(trust).refuse);
  } catch (cause) {
    refuseSession("person", (cause as Error).message, cause);
  }
}

const LONGEST_FOUND = 200; // characters

/** What the token says instead, to be compared with the settings. None of it is secret. */
function describeFound(token: string, check: Check): string {
  if (check === "form") return "";
  const { header, claims } = decodeToken(token);
  const found = new Map<Check, unknown>([
    ["issuer", claims.iss],
    ["algorithm", header.alg],
    ["type", header.typ],
    ["audience", claims.aud],
    ["party", claims.azp],
  ]).get(check);
  return found === undefined ? "" : `; it has ${JSON.stringify(found).slice(0, LONGEST_FOUND)}`;
}
