import { createHash, randomUUID } from "node:crypto";
import { type CryptoKey, importJWK, jwtVerify, SignJWT } from "jose";
import { deriveKey } from "#lib/app-secret.ts";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import type { RevocableToken } from "./revocation.ts";

const ALGORITHM = "HS256";
const TYPE = "at+jwt"; // RFC 9068 §2.1

interface SharedKey {
  kid: string;
  key: CryptoKey;
}

function accessTokenKey(): Promise<SharedKey> {
  return processWide("access-token-key", async () => {
    const secret = deriveKey("access-token");
    const kid = createHash("sha256").update(secret).digest("base64url").slice(0, 8);
    const jwk = { kty: "oct", k: Buffer.from(secret).toString("base64url") };
    return { kid, key: (await importJWK(jwk, ALGORITHM)) as CryptoKey };
  });
}

/** Signs the bearer for /v1 of one project. `lifetime` is in seconds. */
export async function issueAccessToken(
  { ownerId, sid, authTime }: RevocableToken,
  project: string,
  lifetime: number,
): Promise<string> {
  const { kid, key } = await accessTokenKey();
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ sid, auth_time: authTime })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .setIssuer(appEnv().APP_URL)
    .setAudience(project)
    .setSubject(ownerId)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(key);
}

/** Verifies the bearer of one project. Throws jose's errors; the caller words them. */
export async function verifyAccessToken(token: string, project: string): Promise<RevocableToken> {
  const { key } = await accessTokenKey();
  const { payload } = await jwtVerify(token, key, {
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
