import { createPrivateKey, createPublicKey, type KeyObject, randomUUID } from "node:crypto";
import { type JSONWebKeySet, type JWK, SignJWT } from "jose";
import { appEnv } from "#lib/base/env.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";

/** Ed25519 (RFC 8037). */
export const ALGORITHM = "EdDSA";
export const AUDIENCE = "tambo-users";
const LIFETIME = "5m";

/** Distinct from APP_URL, which issues user tokens. */
export const issuer = () => `${appEnv().APP_URL}/auth`;

/** A token of a session that was found in the table just now. It names the session, so it dies with it. */
export async function mintProviderToken(session: {
  id: string;
  startedAt: Date;
  subject: string;
}): Promise<string> {
  return new SignJWT({ sid: session.id, auth_time: session.startedAt.getTime() / 1_000 })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(issuer())
    .setAudience(AUDIENCE)
    .setSubject(session.subject)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(await privateKey());
}

export async function publicKeys(): Promise<JSONWebKeySet> {
  return { keys: [createPublicKey(await privateKey()).export({ format: "jwk" }) as JWK] };
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** Any 32 bytes are such a key (RFC 8032 §5.1.5), so all instances have the same and none is stored. */
async function privateKey(): Promise<KeyObject> {
  await openRootKey();
  const key = Buffer.concat([PKCS8_HEAD, deriveKey("neon-provider-token")]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}
