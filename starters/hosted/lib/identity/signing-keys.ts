import { randomUUID } from "node:crypto";
import { importJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { readSigningKeys } from "#lib/identity/derived-keys.ts";
import { appEnv } from "../base/env.ts";

/** Signs a user token. `lifetime` is in seconds. */
export async function signToken(claims: JWTPayload, lifetime: number): Promise<string> {
  const [pair] = await readSigningKeys();
  if (!pair) throw new Error("there is no key to sign with");
  const { kid, publicJwk, privateJwk } = pair;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: publicJwk.alg, typ: "user+jwt", kid })
    .setIssuer(appEnv().APP_URL)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(await importJWK(privateJwk, publicJwk.alg));
}

/** The public keys (RFC 7517): the one that signs, and the one before while APP_SECRET is being changed. */
export async function publishedKeys(): Promise<JSONWebKeySet> {
  return { keys: (await readSigningKeys()).map(({ publicJwk }) => publicJwk) };
}
