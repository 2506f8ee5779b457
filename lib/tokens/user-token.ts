import { randomUUID } from "node:crypto";
import { decodeJwt, errors, SignJWT } from "jose";
import { appEnv } from "#lib/env.ts";
import { HttpError, isHttpError } from "#lib/http-error.ts";
import { noteOwner } from "#lib/owners.ts";
import { defaultProject } from "#lib/projects.ts";
import { type ClaimCheck, checkAudience, checkTimes, readSubject } from "./check-claims.ts";
import type { DecodedToken } from "./decode-token.ts";
import type { KeySet } from "./key-set.ts";
import { ownerId, sidOf } from "./owner-id.ts";
import { readRefusal, verifySessionToken } from "./refuse-session.ts";
import { refuseToken } from "./refuse-token.ts";
import { isSessionEnded, type RevocableToken } from "./revocation.ts";
import { ALGORITHM, currentSigningKey, findSigningKey } from "./signing-keys.ts";
import { checkType, readActor } from "./token-kind.ts";
import type { TrustPolicy } from "./trust-policy.ts";
import { verifySignature } from "./verify-signature.ts";

export const USER_TOKEN_TYPE = "user+jwt";
const ONE_SECOND = 1_000; // milliseconds

/** What of a provider session is needed to name its owner. */
export interface OwnedSession {
  id: string;
  /** The user id, where the session was verified in this process. Absent: the provider token is. */
  subject?: string;
  providerToken(): Promise<string>;
}

/** A session that user tokens are issued of. */
export interface OpenSession extends OwnedSession {
  startedAt: Date;
  /** For the list of users in the settings. */
  profile?: { name?: string; email?: string };
}

export interface UserToken {
  userToken: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Seconds, for a browser whose clock is wrong. */
  expiresIn: number;
  ownerId: string;
  /** The session, hashed: the same for all its tokens. */
  sid: string;
}

/** The owner id of a signed-in user. Throws HttpError 401 when the provider's token is not genuine. */
export async function ownerOf(session: OwnedSession, trust: TrustPolicy): Promise<string> {
  return (await readIdentity(session, trust)).owner;
}

interface Identity {
  owner: string;
  /** Who acts as the owner, where the provider's token says so. */
  actor?: string;
}

async function readIdentity(session: OwnedSession, trust: TrustPolicy): Promise<Identity> {
  const { subject, actor } = session.subject
    ? { subject: session.subject }
    : await verifySessionToken(await session.providerToken(), trust);
  const { id } = await defaultProject();
  return { owner: ownerId(id, trust.ownerNamespace, subject), actor };
}

/**
 * The token that a page hands to TamboProvider: one of ours, or with TAMBO_SUBJECT=provider the
 * provider's own. Throws HttpError 401 SESSION_REVOKED for a session that was ended here.
 */
export async function issueUserToken(session: OpenSession, trust: TrustPolicy): Promise<UserToken> {
  const { owner, actor } = await readIdentity(session, trust);
  if (await isSessionEnded(owner, session.id, session.startedAt)) {
    throw new HttpError(401, "SESSION_REVOKED", "This session has ended; sign in again");
  }
  const { name, email } = session.profile ?? {};
  noteOwner({ projectId: (await defaultProject()).id, id: owner, name, email });
  const isOurs = appEnv().TAMBO_SUBJECT === "user";
  const userToken = await (isOurs
    ? signUserToken(session, { owner, actor })
    : session.providerToken());
  const { exp = 0 } = decodeJwt(userToken);
  return {
    userToken,
    expiresAt: new Date(exp * ONE_SECOND).toISOString(),
    // While the provider is out of reach its token is not renewed, and may be past its end.
    expiresIn: Math.max(0, exp - Date.now() / ONE_SECOND),
    ownerId: owner,
    sid: sidOf(owner, session.id),
  };
}

/** Of the provider's claims it carries `act` alone. */
async function signUserToken(session: OpenSession, { owner, actor }: Identity): Promise<string> {
  const { APP_URL, USER_TOKEN_LIFETIME } = appEnv();
  const { id: project } = await defaultProject();
  const { kid, privateKey } = await currentSigningKey();
  const now = Math.floor(Date.now() / ONE_SECOND);
  return new SignJWT({
    project,
    sid: sidOf(owner, session.id),
    // A NumericDate may have a fraction (RFC 7519 §2): not_before is compared in milliseconds. The
    // provider's clock may be ahead, and nobody signed in later than now.
    auth_time: Math.min(session.startedAt.getTime(), Date.now()) / ONE_SECOND,
    ...(actor !== undefined && { act: { sub: actor } }),
  })
    .setProtectedHeader({ alg: ALGORITHM, typ: USER_TOKEN_TYPE, kid })
    .setIssuer(APP_URL)
    .setAudience(tokenEndpoint())
    .setSubject(owner)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + USER_TOKEN_LIFETIME)
    .sign(privateKey);
}

/** Whether issueUserToken refused because the session is good for nothing any more: only signing in again helps. */
export function isSessionOver(error: unknown): error is HttpError {
  if (readRefusal(error) !== undefined) return true;
  return isHttpError(error) && error.code === "SESSION_REVOKED";
}

/** Where user tokens are exchanged: here, or at the Tambo API that TAMBO_URL names. */
export function tokenEndpoint(): string {
  const { TAMBO_URL, APP_URL } = appEnv();
  return `${TAMBO_URL ?? APP_URL}/oauth/token`;
}

/** Verifies a token with our issuer, for a project, by our keys alone. Throws OAuthError. */
export async function verifyUserToken(
  decoded: DecodedToken,
  project: string,
): Promise<RevocableToken & { actor?: string }> {
  const { claims } = decoded;
  const { APP_URL } = appEnv();
  if (claims.iss !== APP_URL) refuseToken("issuer", `must have the iss ${APP_URL}`);
  await verifySignature(decoded, findOwnKey, [ALGORITHM]);
  for (const { run } of userTokenChecks(decoded, project)) run();
  const { sid, jti } = claims;
  if (typeof sid !== "string") return refuseToken("session", "lacks a valid sid");
  if (typeof jti !== "string") return refuseToken("session", "lacks a valid jti");
  return {
    ownerId: readSubject(claims),
    sid,
    authTime: readAuthTime(claims),
    actor: readActor(claims),
  };
}

/** What type and claims of a user token have to say, in the order of judgement. */
export function userTokenChecks({ header, claims }: DecodedToken, project: string): ClaimCheck[] {
  return [
    { check: "type", run: () => checkType(header, [USER_TOKEN_TYPE]) },
    { check: "audience", run: () => checkAudience(claims, tokenEndpoint()) },
    { check: "time", run: () => readAuthTime(claims) },
    { check: "subject", run: () => readSubject(claims) },
    { check: "project", run: () => checkProject(claims, project) },
  ];
}

function readAuthTime(claims: DecodedToken["claims"]): number {
  const { iat, authTime } = checkTimes(claims, Date.now());
  if (iat === undefined) return refuseToken("time", "lacks a valid iat");
  return authTime ?? refuseToken("time", "lacks a valid auth_time");
}

function checkProject({ project }: DecodedToken["claims"], expected: string): void {
  if (typeof project !== "string") refuseToken("project", "lacks a valid project");
  if (project !== expected) refuseToken("project", "is for another project than x-api-key names");
}

const findOwnKey: KeySet = async ({ kid }) => {
  const key = kid ? await findSigningKey(kid) : undefined;
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key.publicKey;
};
