import { appEnv } from "#lib/env.ts";
import { isOwnIssuer } from "#lib/trust/own-issuer.ts";
import { isRefusedHere } from "#lib/trust/strategy.ts";
import { readTrustSettings } from "#lib/trust/trust-settings.ts";
import type { ClaimCheck } from "./check-claims.ts";
import type { DecodedToken } from "./decode-token.ts";
import { type KeySet, keySetOf } from "./key-set.ts";
import { ownerId, sidOf } from "./owner-id.ts";
import {
  providerTokenChecks,
  readClaims,
  type VerifiedProviderToken,
  verifyByRules,
} from "./provider-token.ts";
import { type Check, refuseToken } from "./refuse-token.ts";
import { isRevoked, isSessionEnded, type RevocableToken } from "./revocation.ts";
import type { TokenRules, TrustPolicy } from "./trust-policy.ts";
import { trustedKeys } from "./trusted-keys.ts";
import { userTokenChecks, verifyUserToken } from "./user-token.ts";

export interface Subject extends RevocableToken {
  /** Seconds. Only of a provider token, whose own life bounds what is issued for it. */
  expiresAt?: number;
  /** Who acts as this user, where it is somebody else. */
  actor?: string;
}

/** The way in which a token is verified, found by its issuer. */
export interface Verification {
  /** What takes nothing but the token, so that each can be told on its own. */
  claimChecks: ClaimCheck[];
  /** What it looks at besides. */
  otherChecks: Check[];
  verify(): Promise<Subject>;
}

const OTHER_CHECKS: Check[] = ["algorithm", "key", "signature", "session"];
const ONE_DAY = 24 * 3_600; // seconds

/** The owners of tokens that nobody verified: none of them is ever one of the others. */
const UNVERIFIED = "unverified";

/**
 * Verifies a subject token: one with our issuer by our keys alone, one of the active provider by its
 * own policy alone, any other as the project's strategy says. Throws OAuthError invalid_request, as
 * RFC 8693 §2.2.2 requires, or 503 where an issuer's keys cannot be read.
 */
export async function verifySubjectToken(
  decoded: DecodedToken,
  project: string,
  trust: TrustPolicy,
): Promise<Subject> {
  const { verify } = await chooseVerification(decoded, project, trust);
  const subject = await verify();
  if (await isRevoked(subject)) refuseEnded();
  return subject;
}

/** Throws OAuthError for an issuer that the project does not trust: it is never asked anything. */
export async function chooseVerification(
  decoded: DecodedToken,
  project: string,
  trust: TrustPolicy,
): Promise<Verification> {
  const iss = issuerOf(decoded);
  if (iss === undefined) return refuseToken("issuer", "lacks a valid iss");
  if (iss === appEnv().APP_URL) return byOwnKeys(decoded, project);
  if (iss === trust.issuer) return byRules(decoded, project, trust, keySetOf(trust));
  if (isOwnIssuer(iss)) return refuseIssuer();
  const { strategy, issuers } = await readTrustSettings(project);
  if (strategy === "none") {
    if (!isRefusedHere(strategy)) return byNothing(decoded, project);
    const flaw = "cannot be verified: the strategy none is refused in production";
    return refuseToken("issuer", flaw);
  }
  const trusted = issuers.get(iss);
  if (!trusted) return refuseIssuer();
  if (trusted.ownerNamespace === trust.ownerNamespace) {
    // It was added while another provider was active.
    const flaw = "has an issuer (iss) whose owner namespace is now the active provider's";
    return refuseToken("issuer", flaw);
  }
  const { algorithms, keySet } = trustedKeys(strategy, trusted);
  return byRules(decoded, project, { ...trusted, algorithms }, keySet);
}

/** The issuer that a token names; undefined where it names none. */
export function issuerOf({ claims: { iss } }: DecodedToken): string | undefined {
  return typeof iss === "string" ? iss : undefined;
}

function refuseIssuer(): never {
  return refuseToken("issuer", "has an issuer (iss) that this project does not trust");
}

function byOwnKeys(decoded: DecodedToken, project: string): Verification {
  return {
    otherChecks: OTHER_CHECKS,
    claimChecks: userTokenChecks(decoded, project),
    verify: () => verifyUserToken(decoded, project),
  };
}

function byRules(
  decoded: DecodedToken,
  project: string,
  rules: TokenRules,
  keySet: KeySet,
): Verification {
  return {
    otherChecks: OTHER_CHECKS,
    claimChecks: providerTokenChecks(decoded, rules),
    verify: async () =>
      subjectOf(await verifyByRules(decoded, rules, keySet), project, rules.ownerNamespace),
  };
}

function byNothing(decoded: DecodedToken, project: string): Verification {
  const claimChecks = providerTokenChecks(decoded);
  return {
    otherChecks: ["session"],
    claimChecks,
    verify: async () => {
      for (const { run } of claimChecks) run();
      return subjectOf(readClaims(decoded), project, UNVERIFIED);
    },
  };
}

async function subjectOf(
  { subject, sessionId, authTime, sessionStart, expiresAt, actor }: VerifiedProviderToken,
  project: string,
  namespace: string,
): Promise<Subject> {
  const owner = ownerId(project, namespace, subject);
  // Of an older one `isRevoked` may have forgotten that it ended, and its issuer may not know.
  const isYoung = sessionStart !== undefined && Date.now() / 1_000 - sessionStart < ONE_DAY;
  const startedAt = new Date(authTime * 1_000);
  if (!isYoung && (await isSessionEnded(owner, sessionId, startedAt))) refuseEnded();
  return { ownerId: owner, sid: sidOf(owner, sessionId), authTime, expiresAt, actor };
}

function refuseEnded(): never {
  return refuseToken("session", "belongs to a session that has ended");
}
