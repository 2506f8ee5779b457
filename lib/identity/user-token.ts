import { decodeJwt } from "jose";
import { withTimeout } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { policyOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import { readSessionId } from "./claims.ts";
import { identityHooks } from "./hooks.ts";
import { checkOrganization, type Owner, ownerIn, sidOf } from "./owner-id.ts";
import { readRefusal, refuseSession, verifySessionToken } from "./refuse-session.ts";
import { signToken, tokenEndpoint, USER_TOKEN } from "./signing-keys.ts";
import { state } from "./state.ts";
import { decodeToken } from "./verify-token.ts";

const ONE_SECOND = 1_000; // milliseconds
/** How long a sign-out waits for the provider's token. */
const LONGEST_WAIT = ONE_SECOND;

/** The part of a provider session that names its owner. */
export interface OwnedSession {
  id: string;
  /** The user id, if the session was verified in this process. Otherwise the provider token is verified. */
  subject?: string;
  /** The owner namespace of the source that the user comes from, where the provider has several. */
  namespace?: string;
  /** What the provider says of the organisation that the user acts in, with `subject` alone; absent or null: none. */
  organization?: unknown;
  providerToken(): Promise<string>;
}

/** A session for which user tokens are issued. */
export interface OpenSession extends OwnedSession {
  startedAt: Date;
  /** For the list of users in the settings. */
  profile?: { name?: string; email?: string; emailVerified?: boolean };
}

/** The owner id of a signed-in user, whatever the organisation. Throws HttpError 401 if the provider's token is not accepted. */
export async function ownerOf(session: OwnedSession, trust: TrustPolicy): Promise<string> {
  const { ownerId, personalId } = await readIdentity({ ...session, organization: null }, trust);
  return personalId ?? ownerId;
}

interface Identity extends Owner {
  organization?: string;
  /** Who acts as the owner, if the provider's token names somebody. */
  actor?: string;
}

async function readIdentity(session: OwnedSession, trust: TrustPolicy): Promise<Identity> {
  const policy =
    policyOf(trust, session.namespace) ??
    refuseSession("source", `nobody signs in by ${session.namespace} any more`);
  const { subject, organization, actor } = session.subject
    ? { subject: session.subject, organization: readOrganization(session), actor: undefined }
    : await verifySessionToken(await session.providerToken(), policy);
  const { id } = await defaultProject();
  return { ...ownerIn(id, policy.ownerNamespace, subject, organization), organization, actor };
}

function readOrganization({ organization = null }: OwnedSession): string | undefined {
  try {
    return checkOrganization(organization);
  } catch (cause) {
    return refuseSession("subject", (cause as Error).message, cause);
  }
}

/**
 * The token that a page gives to TamboProvider: one of ours or, with TAMBO_SUBJECT=provider, the
 * provider's. Throws HttpError 401 SESSION_REVOKED for a session that was ended here, and
 * PROVIDER_TOKEN_REFUSED for a person who may not come in. `invitation` is the code that a stranger brings.
 */
export async function issueUserToken(
  session: OpenSession,
  trust: TrustPolicy,
  invitation?: string,
): Promise<UserToken> {
  const identity = await readIdentity(session, trust);
  const { ownerId, personalId, organization } = identity;
  const { isSessionEnded } = await state();
  if (await isSessionEnded(identity, session.id, session.startedAt)) {
    throw new HttpError(401, "SESSION_REVOKED", "This session has ended; sign in again");
  }
  const { name, email, emailVerified } = session.profile ?? {};
  const { id: projectId } = await defaultProject();
  const seen = { projectId, id: ownerId, personalId, organization, name, email, emailVerified };
  const problem = await identityHooks().admissionProblem({ ...seen, invitation });
  if (problem) refuseSession(problem, `the owner ${ownerId} may not come in (${problem})`);
  identityHooks().ownerSeen(seen);
  const isOurs = appEnv().TAMBO_SUBJECT === "user";
  const userToken = await (isOurs ? signUserToken(session, identity) : session.providerToken());
  const { exp = 0 } = decodeJwt(userToken);
  return {
    userToken,
    expiresAt: new Date(exp * ONE_SECOND).toISOString(),
    // A provider that is out of reach renews no tokens, so this one may have expired.
    expiresIn: Math.max(0, exp - Date.now() / ONE_SECOND),
    ownerId,
    sid: sidOf(personalId ?? ownerId, session.id),
  };
}

/** The token carries no claim of the provider's but `act`. */
async function signUserToken(
  session: OpenSession,
  { ownerId, personalId, actor }: Identity,
): Promise<string> {
  const claims = {
    sub: ownerId,
    personal: personalId,
    aud: tokenEndpoint(),
    project: (await defaultProject()).id,
    sid: sidOf(personalId ?? ownerId, session.id),
    // A NumericDate may have a fraction (RFC 7519 §2): not_before is compared in milliseconds. The
    // provider's clock may be ahead, and nobody signed in later than now.
    auth_time: Math.min(session.startedAt.getTime(), Date.now()) / ONE_SECOND,
    ...(actor !== undefined && { act: { sub: actor } }),
  };
  return signToken(USER_TOKEN, claims, appEnv().USER_TOKEN_LIFETIME);
}

/** Whether issueUserToken failed because the session is over or not accepted, so that the user must sign in again. */
export function isSessionOver(error: unknown): error is HttpError {
  if (readRefusal(error) !== undefined) return true;
  return isHttpError(error) && error.code === "SESSION_REVOKED";
}

/**
 * Revokes the tokens of a session, or of all sessions of its owner. The provider's part is the
 * adapter's. Throws HttpError 401 if the provider's token is not accepted: nobody knows whose they are.
 */
export async function endSession(
  session: OwnedSession,
  trust: TrustPolicy,
  everywhere: boolean,
): Promise<void> {
  const owner = await ownerOf(session, trust);
  const { revokeSession, signOutEverywhere } = await state();
  await revokeSession(owner, session.id);
  if (appEnv().TAMBO_SUBJECT === "provider") await revokePageToken(session, owner);
  if (everywhere) await signOutEverywhere(owner);
}

/** The provider token in the page may name no session, or another one than the adapter. */
async function revokePageToken(session: OwnedSession, owner: string): Promise<void> {
  // A provider that is out of reach must not prevent signing out.
  const token = await withTimeout(session.providerToken(), LONGEST_WAIT).catch(() => undefined);
  if (token) await (await state()).revokeSession(owner, readSessionId(decodeToken(token)));
}
