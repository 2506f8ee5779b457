import { tracingChannel } from "node:diagnostics_channel";
import { appEnv } from "#lib/base/env.ts";
import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { keySetOf } from "#lib/trust/key-set.ts";
import { policiesOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import type { DecodedToken } from "./claims.ts";
import { findClient } from "./handle-api.ts";
import { identityHooks } from "./hooks.ts";
import { ownerIn, sidOf } from "./owner-id.ts";
import { findTrustedPolicy } from "./policy.ts";
import { isRevoked, isRevokedNow, type RevocableToken } from "./revocation.ts";
import { ACCESS_TOKEN, signToken, userTokenPolicy } from "./signing-keys.ts";
import { refuseToken } from "./token-flaw.ts";
import { ACCESS_TOKEN_URN, limitExchange, readSubjectToken } from "./token-request.ts";
import { decodeToken, type Policy, verifyToken } from "./verify-token.ts";

const ONE_DAY = 24 * 3_600; // seconds
// A client refreshes after expires_in, except in a hidden tab. The token lives longer, for that case.
const LIVES_TO_ANNOUNCE = 3;

interface ExchangedToken {
  access_token: string;
  token_type: "Bearer";
  /** Seconds after which a client comes again. The token itself lives longer. */
  expires_in: number;
  issued_token_type: typeof ACCESS_TOKEN_URN;
}

/** Reads the provider's policy, which is needed for no token of this app. */
type ReadTrust = () => Promise<TrustPolicy>;

/** Where exchanges can be watched. */
export const exchangeChannel = tracingChannel<unknown, { error?: unknown }>("tambo-users.exchange");

/**
 * Exchanges a subject token for an access token (RFC 8693). x-api-key names the client; an
 * Authorization header and `userKey` are ignored. Throws OAuthError.
 */
export function exchangeToken(request: Request, providerTrust: ReadTrust): Promise<ExchangedToken> {
  return exchangeChannel.tracePromise(exchange, {}, undefined, request, providerTrust);
}

async function exchange(request: Request, providerTrust: ReadTrust): Promise<ExchangedToken> {
  const client = await findClient(request);
  const { id: projectId } = client;
  return limitExchange(request, client, async () => {
    let issuer: string | undefined;
    try {
      const decoded = decodeToken(await readSubjectToken(request, projectId));
      // For the activity log, whether the token is genuine or not.
      if (typeof decoded.claims.iss === "string") issuer = decoded.claims.iss;
      const policy = await findPolicy(decoded, projectId, providerTrust);
      const subject = await findSubject(decoded, policy, projectId);
      const exchanged = await issueAccessToken(subject, projectId);
      const { ownerId, actor } = subject;
      const detail = actor === undefined ? undefined : `As this user acts ${actor} (act)`;
      identityHooks().ownerSeen(toSeen(projectId, subject));
      identityHooks().exchanged({ projectId, outcome: "ok", issuer, ownerId, detail });
      return exchanged;
    } catch (error) {
      if (isHttpError(error)) {
        const { message: detail } = error;
        identityHooks().exchanged({ projectId, outcome: "refused", issuer, detail });
      }
      throw error;
    }
  });
}

/**
 * The policy for a subject token. A token with our issuer is judged by our keys alone, one of the
 * active provider by its policy alone, and any other as the project trusts its issuer. Throws OAuthError.
 */
export async function findPolicy(
  { claims: { iss } }: DecodedToken,
  project: string,
  providerTrust: ReadTrust,
): Promise<Policy> {
  if (typeof iss !== "string") return refuseToken("issuer", "lacks a valid iss");
  if (iss === appEnv().APP_URL) return userTokenPolicy(project);
  const trust = await providerTrust();
  const provider = policiesOf(trust).find(({ issuer }) => issuer === iss);
  if (provider) return { ...provider, keySet: keySetOf(provider), isProvider: true };
  return findTrustedPolicy(iss, project, trust);
}

interface Subject extends RevocableToken {
  /** In seconds. Only for a provider token, whose expiry limits that of the access token. */
  expiresAt?: number;
  /** Who acts as this user, if it is somebody else. */
  actor?: string;
  /** Of a provider token. */
  organization?: string;
}

const toSeen = (projectId: string, { ownerId: id, personalId, organization }: Subject) => ({
  projectId,
  id,
  personalId,
  organization,
});

/** Verifies a token and finds its owner. Throws OAuthError, also if its session was ended here. */
export async function findSubject(
  decoded: DecodedToken,
  policy: Policy,
  project: string,
): Promise<Subject> {
  const verified = await verifyToken(decoded, policy);
  const { subject, personalId, organization, sessionId, authTime, actor, expiresAt } = verified;
  if (policy.own) {
    const found = { ownerId: subject, personalId, sid: sessionId, authTime, actor };
    return (await isRevoked(found)) ? refuseEnded() : found;
  }
  const flaw = await policy.findFlaw?.(decoded.token, decoded.claims).catch(cannotAsk);
  if (flaw) refuseToken("person", flaw);
  const owner = ownerIn(project, policy.ownerNamespace, subject, organization);
  const sid = sidOf(owner.personalId ?? owner.ownerId, sessionId);
  const found = { ...owner, organization, sid, authTime, actor, expiresAt };
  // `isRevoked` forgets the end of old sessions, and their issuer may not know of it.
  const isOld = Date.now() / 1_000 - (verified.sessionStart ?? 0) >= ONE_DAY;
  if ((await isRevoked(found)) || (isOld && (await isRevokedNow(found)))) refuseEnded();
  // Who brings a user token came in when it was issued.
  const problem =
    policy.isProvider && (await identityHooks().admissionProblem(toSeen(project, found)));
  return problem ? refuseToken("person", `is of a user who may not come in (${problem})`) : found;
}

const refuseEnded = () => refuseToken("session", "belongs to a session that has ended");

function cannotAsk(cause: unknown): never {
  const message = "the provider cannot be asked about this token at the moment";
  throw new OAuthError(503, "temporarily_unavailable", message, { cause });
}

/** A user token dies with its session; a provider token's expiry is the only end it has. */
async function issueAccessToken(
  { ownerId, personalId, sid, authTime, expiresAt }: Subject,
  project: string,
): Promise<ExchangedToken> {
  const { ACCESS_TOKEN_LIFETIME: longest } = appEnv();
  const shortest = Math.floor(longest / LIVES_TO_ANNOUNCE);
  const remaining = expiresAt ? Math.floor(expiresAt - Date.now() / 1_000) : longest;
  const lifetime = Math.min(longest, Math.max(shortest, remaining));
  const claims = { sub: ownerId, personal: personalId, aud: project, sid, auth_time: authTime };
  return {
    access_token: await signToken(ACCESS_TOKEN, claims, lifetime),
    token_type: "Bearer",
    expires_in: Math.floor(lifetime / LIVES_TO_ANNOUNCE),
    issued_token_type: ACCESS_TOKEN_URN,
  };
}
