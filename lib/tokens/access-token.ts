import { randomUUID } from "node:crypto";
import { type CryptoKey, errors, type JWSHeaderParameters, jwtVerify, SignJWT } from "jose";
import { deriveKey } from "#lib/app-secret.ts";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import { decodeToken } from "./decode-token.ts";
import type { RevocableToken } from "./revocation.ts";
import { currentSigningKey, findSigningKey, type SigningKey } from "./signing-keys.ts";

const ALGORITHM = "HS256";
const TYPE = "at+jwt"; // RFC 9068 §2.1

/**
 * The key that belongs to a signing key, so that both are rotated by one act and known to every
 * instance alike: what verifies is what the token's `kid` names, undefined when there is none.
 */
async function findAccessTokenKey(kid: string | undefined): Promise<CryptoKey | undefined> {
  const signingKey = kid ? await findSigningKey(kid) : undefined;
  return signingKey && accessTokenKey(signingKey);
}

function accessTokenKey({ kid }: SigningKey): Promise<CryptoKey> {
  return processWide(`access-token-key ${kid}`, () => {
    const bytes = Buffer.from(deriveKey(`access-token ${kid}`));
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
  });
}

/** Signs the bearer for /v1 of one project. `lifetime` is in seconds. */
export async function issueAccessToken(
  { ownerId, sid, authTime }: RevocableToken,
  project: string,
  lifetime: number,
): Promise<string> {
  const signingKey = await currentSigningKey();
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ sid, auth_time: authTime })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: signingKey.kid })
    .setIssuer(appEnv().APP_URL)
    .setAudience(project)
    .setSubject(ownerId)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(await accessTokenKey(signingKey));
}

/** Verifies the bearer of one project. Throws jose's errors; the caller words them. */
export async function verifyAccessToken(token: string, project: string): Promise<RevocableToken> {
  decodeToken(token, (flaw) => {
    throw new errors.JWTInvalid(flaw);
  });
  const readKey = async ({ kid }: JWSHeaderParameters) => {
    const key = await findAccessTokenKey(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  const { payload } = await jwtVerify(token, readKey, {
    algorithms: [ALGORITHM],
    typ: TYPE,
    issuer: appEnv().APP_URL,
    audience: project,
    requiredClaims: ["sub", "sid", "auth_time", "jti", "iat", "exp"],
  });
  return {
    ownerId: String(payload.sub),
    sid: String(payload.sid),
    authTime: Number(payload.auth_time),
  };
}
