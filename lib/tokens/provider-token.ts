import { createHash } from "node:crypto";
import {
  type ClaimCheck,
  checkAudience,
  checkParty,
  checkTimes,
  readSubject,
} from "./check-claims.ts";
import { type DecodedToken, decodeToken } from "./decode-token.ts";
import { type KeySet, keySetOf } from "./key-set.ts";
import { refuseToken } from "./refuse-token.ts";
import { checkPerson, checkType, readActor } from "./token-kind.ts";
import type { TokenRules, TrustPolicy } from "./trust-policy.ts";
import { verifySignature } from "./verify-signature.ts";

export interface VerifiedProviderToken {
  subject: string;
  sessionId: string;
  /** Seconds, as in all of these. Where nothing tells it, the token's issue counts as authentication. */
  authTime: number;
  /** Undefined where the token names its session, but not when that began: `iat` is its latest renewal. */
  sessionStart: number | undefined;
  expiresAt: number;
  /** Who acts as this user, where the token says that it is somebody else. */
  actor: string | undefined;
}

/**
 * Verifies a provider's token against its trust policy. Every flaw is OAuthError invalid_request
 * (RFC 8693 §2.2.2). `at` is the time it has to be valid at.
 */
export async function verifyProviderToken(
  token: string,
  trust: TrustPolicy,
  at = new Date(),
): Promise<VerifiedProviderToken> {
  return verifyByRules(decodeToken(token), trust, keySetOf(trust), at);
}

/** Verifies a token with keys of any origin. Throws OAuthError. */
export async function verifyByRules(
  decoded: DecodedToken,
  rules: TokenRules,
  keySet: KeySet,
  at = new Date(),
): Promise<VerifiedProviderToken> {
  const { iss } = decoded.claims;
  if (iss !== rules.issuer) refuseToken("issuer", `must have the iss ${rules.issuer}`);
  await verifySignature(decoded, keySet, rules.algorithms);
  for (const { run } of providerTokenChecks(decoded, rules, at)) run();
  return readClaims(decoded, rules, at);
}

/** What the claims of a token have to say by these rules, in the order of judgement. */
export function providerTokenChecks(
  { header, claims }: DecodedToken,
  rules: Partial<TokenRules> = {},
  at = new Date(),
): ClaimCheck[] {
  const { types, audience, authorizedParties, clientIds, refuse } = rules;
  const checks: ClaimCheck[] = [{ check: "type", run: () => checkType(header, types) }];
  if (typeof audience === "string") {
    checks.push({ check: "audience", run: () => checkAudience(claims, audience) });
  }
  if (authorizedParties) {
    checks.push({ check: "party", run: () => checkParty(claims, "azp", authorizedParties) });
  }
  if (clientIds) {
    checks.push({ check: "party", run: () => checkParty(claims, "client_id", clientIds) });
  }
  checks.push(
    { check: "time", run: () => readTimes(claims, rules, at) },
    { check: "subject", run: () => readSubject(claims) },
    { check: "person", run: () => checkPerson(claims, refuse) },
  );
  return checks;
}

/** What a token says about its user. Checks time and subject, and no signature. Throws OAuthError. */
export function readClaims(
  decoded: DecodedToken,
  rules: Partial<TokenRules> = {},
  at = new Date(),
): VerifiedProviderToken {
  const { claims } = decoded;
  const { exp, iat, authTime, since } = readTimes(claims, rules, at);
  const named = readNamedSession(decoded);
  return {
    subject: readSubject(claims),
    sessionId: named ?? hashOf(decoded),
    authTime: since,
    sessionStart: authTime ?? (named === undefined ? iat : undefined),
    expiresAt: exp,
    actor: readActor(claims),
  };
}

/** Of a token that says nothing about its beginning nobody could tell whether "sign out everywhere" ended it. */
function readTimes(
  claims: DecodedToken["claims"],
  { readAuthTime }: Partial<TokenRules>,
  at: Date,
) {
  const times = checkTimes(claims, at.getTime());
  const authTime = times.authTime ?? readAuthTime?.(claims);
  const since = authTime ?? times.iat;
  if (since === undefined) return refuseToken("time", "lacks a valid iat");
  // By a clock that is ahead nobody signed in later than now: whoever signs out everywhere ends it.
  return { ...times, authTime, since: Math.min(since, at.getTime() / 1_000) };
}

/** A token that names no session is a session of its own, whichever signature it bears. */
export function readSessionId(decoded: DecodedToken): string {
  return readNamedSession(decoded) ?? hashOf(decoded);
}

function readNamedSession({ claims: { sid, session_id } }: DecodedToken): string | undefined {
  const named = sid ?? session_id;
  return typeof named === "string" && named !== "" ? named : undefined;
}

function hashOf({ token }: DecodedToken): string {
  const signed = token.slice(0, token.lastIndexOf("."));
  return createHash("sha256").update(signed).digest("base64url");
}
