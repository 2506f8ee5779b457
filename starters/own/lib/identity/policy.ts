import { appEnv } from "#lib/base/env.ts";
import type { DecodedToken } from "#lib/identity/claims.ts";
import { ownKeys } from "#lib/identity/signing-keys.ts";
import { refuseToken } from "#lib/identity/token-flaw.ts";
import type { Policy } from "#lib/identity/verify-token.ts";
import { keySetOf } from "#lib/trust/key-set.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { trustedIssuers } from "../trust/trusted-issuers.ts";

/** The token that a page gives to TamboProvider. */
export const USER_TOKEN = { alg: "ES256", typ: "user+jwt" } as const;
/** The bearer for /v1 (RFC 9068 §2.1). */
export const ACCESS_TOKEN = { alg: "HS256", typ: "at+jwt" } as const;

export const tokenEndpoint = () => `${appEnv().APP_URL}/oauth/token`;

export function userTokenPolicy(project: string): Policy {
  return { ...ownPolicy(USER_TOKEN), audience: tokenEndpoint(), own: { project } };
}

export function accessTokenPolicy(project: string): Policy {
  // The clocks are those of this app's own instances.
  const clock = { early: 30, late: 0 };
  return { ...ownPolicy(ACCESS_TOKEN), audience: project, own: {}, clock };
}

function ownPolicy({ alg, typ }: typeof USER_TOKEN | typeof ACCESS_TOKEN) {
  return { issuer: appEnv().APP_URL, types: [typ], algorithms: [alg], keySet: ownKeys(alg) };
}

/**
 * The policy for a subject token. A token with our issuer is judged by our keys alone, any other by the
 * policy of its issuer. Throws OAuthError for an issuer without one, and contacts none that a token names.
 */
export async function findPolicy(
  { claims: { iss } }: DecodedToken,
  project: string,
  trust: TrustPolicy,
): Promise<Policy> {
  if (iss === appEnv().APP_URL) return userTokenPolicy(project);
  const policy = [trust, ...trustedIssuers].find(({ issuer }) => issuer === iss);
  if (!policy) return refuseToken("issuer", "has an issuer (iss) that this app does not trust");
  return { ...policy, keySet: keySetOf(policy) };
}
