import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { ownerId, sidOf } from "#lib/identity/owner-id.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { appEnv } from "../base/env.ts";
import { verifySessionToken } from "./refuse-session.ts";
import { signToken } from "./signing-keys.ts";

/** Seconds. Nothing can revoke a token at an API elsewhere, so it does not live long. */
const LIFETIME = 600;
/** Keeps apart the users of apps that share a Tambo project. */
const PROJECT = "default";

/** What of a provider session is needed to name its owner. */
export interface OwnedSession {
  id: string;
  /** The user id, where the session was verified in this process. Absent: the provider token is. */
  subject?: string;
  providerToken(): Promise<string>;
}

interface OpenSession extends OwnedSession {
  startedAt: Date;
}

/** The token that a page hands to TamboProvider. Throws HttpError 401 when the provider's token is not genuine. */
export async function issueUserToken(session: OpenSession, trust: TrustPolicy): Promise<UserToken> {
  const subject =
    session.subject ?? (await verifySessionToken(await session.providerToken(), trust)).subject;
  const owner = ownerId(PROJECT, trust.ownerNamespace, subject);
  const sid = sidOf(owner, session.id);
  const claims = {
    sub: owner,
    aud: `${appEnv().TAMBO_URL}/oauth/token`,
    project: PROJECT,
    sid,
    auth_time: Math.min(session.startedAt.getTime(), Date.now()) / 1_000,
  };
  return {
    userToken: await signToken(claims, LIFETIME),
    expiresAt: new Date(Date.now() + LIFETIME * 1_000).toISOString(),
    expiresIn: LIFETIME,
    ownerId: owner,
    sid,
  };
}
