import { decodeJwt, decodeProtectedHeader } from "jose";
import { appEnv } from "#lib/env.ts";
import { ownerId, sidOf } from "./owner-id.ts";
import { verifyProviderToken } from "./provider-token.ts";
import { refuseToken } from "./refuse-token.ts";
import { isRevoked, type RevocableToken } from "./revocation.ts";
import { ALGORITHM } from "./signing-keys.ts";
import { describeTokenFlaw } from "./token-flaw.ts";
import type { TrustPolicy } from "./trust-policy.ts";
import { tokenEndpoint, USER_TOKEN_TYPE, verifyUserToken } from "./user-token.ts";

export interface Subject extends RevocableToken {
  /** Seconds. Only of a provider token, whose own life bounds what is issued for it. */
  expiresAt?: number;
}

interface UnverifiedToken {
  token: string;
  issuer: string;
}

/** One way to recognise somebody else's token. Undefined: this token is not its to judge. */
export type VerificationStrategy = (
  unverified: UnverifiedToken,
  project: string,
) => Promise<Subject | undefined>;

/** Accepts the tokens of one trust policy, such as that of the active provider. */
export function trustStrategy(trust: TrustPolicy): VerificationStrategy {
  return async ({ token, issuer }, project) => {
    if (issuer !== trust.issuer) return undefined;
    const { subject, sessionId, authTime, expiresAt } = await verifyProviderToken(token, trust);
    const owner = ownerId(project, trust.ownerNamespace, subject);
    return { ownerId: owner, sid: sidOf(owner, sessionId), authTime, expiresAt };
  };
}

const LONGEST_TOKEN = 16 * 1_024; // characters

/**
 * Verifies a subject token: one with our issuer by our keys alone, any other by the first strategy
 * that knows its issuer. Throws OAuthError invalid_request, as RFC 8693 §2.2.2 requires.
 */
export async function verifySubjectToken(
  token: string,
  project: string,
  strategies: VerificationStrategy[],
): Promise<Subject> {
  const unverified = readIssuer(token);
  const subject =
    unverified.issuer === appEnv().APP_URL
      ? await verifyOwnToken(token, project)
      : await verifyByStrategy(unverified, project, strategies);
  if (await isRevoked(subject)) refuseToken("belongs to a session that has ended");
  return subject;
}

function readIssuer(token: string): UnverifiedToken {
  if (token.length > LONGEST_TOKEN) refuseToken("is longer than 16 KB");
  try {
    const { crit, b64 } = decodeProtectedHeader(token);
    if (crit !== undefined || b64 !== undefined) refuseToken("must not have crit or b64");
    const { iss } = decodeJwt(token);
    if (typeof iss !== "string") return refuseToken("lacks a valid iss");
    return { token, issuer: iss };
  } catch (cause) {
    if (cause instanceof TypeError) return refuseToken("is not a signed JWT", cause);
    const flaw = describeTokenFlaw(cause);
    if (!flaw) throw cause;
    return refuseToken(flaw, cause);
  }
}

async function verifyOwnToken(token: string, project: string): Promise<Subject> {
  const { project: tokenProject, ...subject } = await verifyUserToken(token).catch((cause) => {
    const flaw = describeTokenFlaw(cause, {
      alg: ALGORITHM,
      aud: tokenEndpoint(),
      typ: USER_TOKEN_TYPE,
    });
    if (!flaw) throw cause;
    return refuseToken(flaw, cause);
  });
  if (tokenProject !== project) refuseToken("is for another project than x-api-key names");
  return subject;
}

async function verifyByStrategy(
  unverified: UnverifiedToken,
  project: string,
  strategies: VerificationStrategy[],
): Promise<Subject> {
  for (const strategy of strategies) {
    const subject = await strategy(unverified, project);
    if (subject) return subject;
  }
  return refuseToken("has an issuer (iss) that this project does not trust");
}
