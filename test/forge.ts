import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair } from "jose";
import { providerTrust } from "#adapters/trust.ts";
import { addIssuer } from "#lib/admin/trusted-issuers.ts";
import { appEnv } from "#lib/base/env.ts";
import { currentSigningKey } from "#lib/identity/signing-keys.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { startIssuer } from "./issuer.ts";

/** A kind of token that the exchange accepts, and what is right in it. */
export interface Genuine {
  issuer: string;
  algorithm: string;
  audience: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  privateKey: CryptoKey;
  /** Of the same type, and not the issuer's. */
  strangersKey: CryptoKey;
  strangersJwk: object;
  /** The public key in the spellings that a verifier may take for a shared secret. */
  publicTexts: string[];
}

/** What of a genuine token is changed; a text replaces the JSON, `undefined` removes a member. */
export interface Changes {
  header?: object | string;
  claims?: object | string;
  sign?: (signed: string) => string | Promise<string>;
}

export const encode = (value: string | Uint8Array) => Buffer.from(value).toString("base64url");
export const now = () => Math.floor(Date.now() / 1_000);

const HASH = "SHA-256";

export async function signWith(key: CryptoKey, signed: string): Promise<string> {
  const algorithm = { name: key.algorithm.name, hash: HASH };
  return encode(new Uint8Array(await crypto.subtle.sign(algorithm, key, Buffer.from(signed))));
}

/** Signs a token by hand, so that it can be wrong in every way. */
export async function forge(genuine: Genuine, { header = {}, claims = {}, sign }: Changes = {}) {
  const write = (right: object, change: object | string) =>
    encode(typeof change === "string" ? change : JSON.stringify({ ...right, ...change }));
  const signed = `${write(genuine.header, header)}.${write(genuine.claims, claims)}`;
  return `${signed}.${await (sign ?? ((text) => signWith(genuine.privateKey, text)))(signed)}`;
}

/** Our own user token. */
export async function genuineUserToken(): Promise<Genuine> {
  const { kid, publicKey, publicJwk, privateKey } = await currentSigningKey();
  const stranger = await generateKeyPair("ES256");
  return {
    issuer: appEnv().APP_URL,
    algorithm: "ES256",
    audience: `${appEnv().APP_URL}/oauth/token`,
    header: { alg: "ES256", typ: "user+jwt", kid },
    claims: {
      iss: appEnv().APP_URL,
      aud: `${appEnv().APP_URL}/oauth/token`,
      sub: "ownerownerownerownerow",
      project: "default",
      sid: "sid",
      jti: "jti",
      auth_time: now(),
      iat: now(),
      exp: now() + 600,
    },
    privateKey,
    strangersKey: stranger.privateKey,
    strangersJwk: await exportJWK(stranger.publicKey),
    publicTexts: [await exportSPKI(publicKey), JSON.stringify(publicJwk)],
  };
}

/** A token of an issuer that the default project trusts by discovery. */
export async function genuineProviderToken(): Promise<Genuine> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const stranger = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
  const { issuer } = await startIssuer("/tenant", [jwk]);
  const { id } = await defaultProject();
  await addIssuer(
    id,
    { issuer, audience: "chat-api", algorithms: ["RS256"] },
    await providerTrust(),
  );
  return {
    issuer,
    algorithm: "RS256",
    audience: "chat-api",
    header: { alg: "RS256", typ: "JWT", kid: "key-1" },
    claims: { iss: issuer, aud: "chat-api", sub: "user-1", iat: now(), exp: now() + 600 },
    privateKey,
    strangersKey: stranger.privateKey,
    strangersJwk: await exportJWK(stranger.publicKey),
    publicTexts: [await exportSPKI(publicKey), JSON.stringify(jwk)],
  };
}
