import { createSecretKey, type KeyObject, randomUUID } from "node:crypto";
import {
  type CryptoKey,
  errors,
  importJWK,
  type JSONWebKeySet,
  type JWTPayload,
  SignJWT,
} from "jose";
import { cached } from "#lib/base/cached.ts";
import { appEnv } from "#lib/base/env.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { type KeySet, signSecretly } from "#lib/trust/key-set.ts";
import { type KeyPair, state } from "./state.ts";
import type { Policy } from "./verify-token.ts";

const ALGORITHM = "ES256";

interface SigningKey extends Omit<KeyPair, "privateJwk"> {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
  /** Derived for this key, so that one rotation changes both kinds of token. */
  accessKey: KeyObject;
}

/** The token that a page gives to TamboProvider; signed with the private key. */
export const USER_TOKEN = { alg: ALGORITHM, typ: "user+jwt" } as const;
/** The bearer for /v1 (RFC 9068 §2.1); signed with the access key. */
export const ACCESS_TOKEN = { alg: "HS256", typ: "at+jwt" } as const;
/** For one MCP server (RFC 9068 §2.1); signed with the private key, so that it can be verified elsewhere. */
export const MCP_TOKEN = { alg: ALGORITHM, typ: "at+jwt" } as const;
type TokenKind = typeof USER_TOKEN | typeof ACCESS_TOKEN | typeof MCP_TOKEN;

/** An instance notices within ten seconds that a key was added or removed. */
const keyRing = cached("signing-keys", readKeys, { maxAge: 10_000, coolDown: 5_000 });

/** The newest key whose time to sign has come. The first one is made on first use. */
export async function currentSigningKey(): Promise<SigningKey> {
  const keys = await keyRing.get();
  const current = keys.find(({ signsFrom }) => signsFrom <= Date.now()) ?? keys.at(-1);
  if (!current) throw new Error("there is no key to sign with");
  return current;
}

/** The key of this id, whichever instance made it; undefined if there is none. */
export async function findSigningKey(kid: string): Promise<SigningKey | undefined> {
  const isWanted = (key: SigningKey) => key.kid === kid;
  return (await keyRing.get()).find(isWanted) ?? (await keyRing.refresh()).find(isWanted);
}

/** Where user tokens are exchanged: here, or at the Tambo API that TAMBO_URL names. */
export function tokenEndpoint(): string {
  const { TAMBO_URL, APP_URL } = appEnv();
  return `${TAMBO_URL ?? APP_URL}/oauth/token`;
}

export function userTokenPolicy(project: string): Policy {
  return { ...ownPolicy(USER_TOKEN), audience: tokenEndpoint(), own: { project } };
}

export function accessTokenPolicy(project: string): Policy {
  // The clocks are those of this app's own instances.
  const clock = { early: 30, late: 0 };
  return { ...ownPolicy(ACCESS_TOKEN), audience: project, own: {}, clock };
}

function ownPolicy({ alg, typ }: TokenKind) {
  const keySet: KeySet = async ({ kid }) => {
    const key = kid ? await findSigningKey(kid) : undefined;
    if (!key) throw new errors.JWKSNoMatchingKey();
    return alg === ALGORITHM ? key.publicKey : key.accessKey;
  };
  return { issuer: appEnv().APP_URL, types: [typ], algorithms: [alg], keySet };
}

/** Signs a token of this app with the current key. `lifetime` is in seconds. */
export async function signToken(
  { alg, typ }: TokenKind,
  claims: JWTPayload,
  lifetime: number,
): Promise<string> {
  const { kid, privateKey, accessKey } = await currentSigningKey();
  const now = Math.floor(Date.now() / 1_000);
  const header = { alg, typ, kid };
  const own = { iss: appEnv().APP_URL, jti: randomUUID(), iat: now, exp: now + lifetime };
  const payload = { ...claims, ...own };
  if (alg === ALGORITHM) {
    return new SignJWT(payload).setProtectedHeader(header).sign(privateKey);
  }
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${signSecretly(alg, signed, accessKey).toString("base64url")}`;
}

/** All public keys (RFC 7517): the current one, the next one, and old ones that still verify. */
export async function publishedKeys(): Promise<JSONWebKeySet> {
  const keys = await keyRing.refresh();
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

/** Newest first. */
async function readKeys(): Promise<SigningKey[]> {
  await openRootKey();
  const pairs = await (await state()).readSigningKeys();
  const keys = pairs.map(async ({ kid, signsFrom, publicJwk, privateJwk }) => ({
    kid,
    signsFrom,
    publicJwk,
    publicKey: (await importJWK(publicJwk, ALGORITHM)) as CryptoKey,
    privateKey: (await importJWK(privateJwk, ALGORITHM)) as CryptoKey,
    accessKey: createSecretKey(deriveKey(`access-token ${kid}`)),
  }));
  return Promise.all(keys);
}
