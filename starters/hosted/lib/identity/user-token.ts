import { createHash, randomUUID } from "node:crypto";
import { importJWK, type JSONWebKeySet, SignJWT } from "jose";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { appEnv } from "../base/env.ts";
import { readSigningKeys } from "../trust/app-secret.ts";
import { readRefusal, type TrustPolicy, verifySessionToken } from "./refuse-session.ts";

/** Seconds. Nothing can revoke a token at an API elsewhere, so it does not live long. */
const LIFETIME = 600;
/** Part of every owner id. Give an app its own value where apps share a Tambo project and their users must stay apart. */
const PROJECT = "default";

/** What of a provider session is needed to name its owner. */
export interface OwnedSession {
  id: string;
  /** The user id, where the session was verified in this process. Absent: the provider token is. */
  subject?: string;
  providerToken(): Promise<string>;
}

/** The token that a page hands to TamboProvider. Throws HttpError 401 when the provider's token is not genuine. */
export async function issueUserToken(
  session: OwnedSession & { startedAt: Date },
  trust: TrustPolicy,
): Promise<UserToken> {
  const subject =
    session.subject ?? (await verifySessionToken(await session.providerToken(), trust)).subject;
  const owner = shortHash(PROJECT, trust.ownerNamespace, subject);
  const sid = shortHash(owner, session.id);
  const { APP_URL, TAMBO_URL } = appEnv();
  const [pair] = await readSigningKeys();
  if (!pair) throw new Error("there is no key to sign with");
  const { publicJwk, privateJwk } = pair;
  const now = Date.now() / 1_000;
  const signedIn = Math.min(session.startedAt.getTime() / 1_000, now);
  const userToken = await new SignJWT({ project: PROJECT, sid, auth_time: signedIn })
    .setProtectedHeader({ alg: publicJwk.alg, typ: "user+jwt", kid: publicJwk.kid })
    .setIssuer(APP_URL)
    .setAudience(`${TAMBO_URL}/oauth/token`)
    .setSubject(owner)
    .setJti(randomUUID())
    .setIssuedAt(Math.floor(now))
    .setExpirationTime(Math.floor(now) + LIFETIME)
    .sign(await importJWK(privateJwk, publicJwk.alg));
  return {
    userToken,
    expiresAt: new Date((now + LIFETIME) * 1_000).toISOString(),
    expiresIn: LIFETIME,
    ownerId: owner,
    sid,
  };
}

/** Who is signed in, with a fresh user token; "refused" for a session that is not accepted. */
export async function findUser<Found extends OwnedSession & { startedAt: Date }>(
  getSession: () => Promise<Found | undefined>,
  readTrust: () => Promise<TrustPolicy>,
) {
  try {
    const session = await getSession();
    return session && { session, token: await issueUserToken(session, await readTrust()) };
  } catch (error) {
    if (readRefusal(error) === undefined) throw error;
    return "refused";
  }
}

/** 132 bits that say nothing about the person. JSON keeps the parts apart: no two lists have the same text. */
function shortHash(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

/** The public keys (RFC 7517): the one that signs, and the one before while APP_SECRET is being changed. */
export async function publishedKeys(): Promise<JSONWebKeySet> {
  return { keys: (await readSigningKeys()).map(({ publicJwk }) => publicJwk) };
}
