import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { desc } from "drizzle-orm";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from "jose";
import { getDb } from "#drizzle/client.ts";
import { signingKeys } from "#drizzle/schema/project.ts";
import { deriveKey } from "#lib/app-secret.ts";
import { processWide } from "#lib/process-wide.ts";

export const ALGORITHM = "ES256";

export interface SigningKey {
  kid: string;
  publicJwk: JWK;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

const USUAL_AGE = 60_000; // milliseconds: how late an instance notices a key that was added or removed
const LEAST_AGE = 5_000; // milliseconds between two looks at the table, whatever is asked

interface KeyRing {
  keys: SigningKey[];
  loadedAt: number;
  loading?: Promise<SigningKey[]>;
}

/** The newest key: it signs. Made on first use. */
export async function currentSigningKey(): Promise<SigningKey> {
  const [newest] = await loadKeys(USUAL_AGE);
  if (!newest) throw new Error("the table signing_keys is empty after a key was made");
  return newest;
}

/** The key of this id, whichever instance made it; undefined when there is none. */
export async function findSigningKey(kid: string): Promise<SigningKey | undefined> {
  const isWanted = (key: SigningKey) => key.kid === kid;
  return (await loadKeys(USUAL_AGE)).find(isWanted) ?? (await loadKeys(LEAST_AGE)).find(isWanted);
}

/** All public keys (RFC 7517): the one that signs and those that only verify. */
export async function publishedKeys(): Promise<JSONWebKeySet> {
  const keys = await loadKeys(LEAST_AGE);
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

function loadKeys(maximumAge: number): Promise<SigningKey[]> {
  const ring = processWide("signing-keys", (): KeyRing => ({ keys: [], loadedAt: 0 }));
  if (Date.now() - ring.loadedAt < maximumAge) return Promise.resolve(ring.keys);
  ring.loading ??= readKeys()
    .then(async (keys) => (keys.length > 0 ? keys : [await makeKey()]))
    .then((keys) => {
      ring.loadedAt = Date.now();
      ring.keys = keys;
      return keys;
    })
    .finally(() => {
      ring.loading = undefined;
    });
  return ring.loading;
}

/** Newest first. A key that another APP_SECRET encrypted is no longer ours: it neither signs nor verifies. */
async function readKeys(): Promise<SigningKey[]> {
  const db = await getDb();
  const rows = await db
    .select({
      kid: signingKeys.kid,
      publicJwk: signingKeys.publicJwk,
      encryptedPrivateJwk: signingKeys.encryptedPrivateJwk,
    })
    .from(signingKeys)
    .orderBy(desc(signingKeys.createdAt), desc(signingKeys.kid));
  const keys = rows.map(async ({ kid, publicJwk, encryptedPrivateJwk }) => {
    const privateJwk = decryptJwk(kid, encryptedPrivateJwk);
    return privateJwk && importPair(kid, publicJwk, privateJwk);
  });
  return (await Promise.all(keys)).filter((key) => key !== undefined);
}

async function makeKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const publicJwk = { ...bare, kid, alg: ALGORITHM, use: "sig" };
  const privateJwk = await exportJWK(pair.privateKey);
  const db = await getDb();
  await db
    .insert(signingKeys)
    .values({ kid, publicJwk, encryptedPrivateJwk: encryptJwk(kid, privateJwk) });
  return importPair(kid, publicJwk, privateJwk);
}

async function importPair(kid: string, publicJwk: JWK, privateJwk: JWK): Promise<SigningKey> {
  return {
    kid,
    publicJwk,
    publicKey: (await importJWK(publicJwk, ALGORITHM)) as CryptoKey,
    privateKey: (await importJWK(privateJwk, ALGORITHM)) as CryptoKey,
  };
}

const CIPHER = "aes-256-gcm";
const NONCE_LENGTH = 12; // bytes, as for the tag below
const TAG_LENGTH = 16;

/** nonce, tag and ciphertext in base64url. The kid is bound to it, so rows cannot be swapped. */
function encryptJwk(kid: string, jwk: JWK): string {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, deriveKey("signing-keys"), nonce).setAAD(Buffer.from(kid));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(jwk), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64url");
}

function decryptJwk(kid: string, encrypted: string): JWK | undefined {
  const bytes = Buffer.from(encrypted, "base64url");
  const decipher = createDecipheriv(
    CIPHER,
    deriveKey("signing-keys"),
    bytes.subarray(0, NONCE_LENGTH),
    { authTagLength: TAG_LENGTH },
  )
    .setAAD(Buffer.from(kid))
    .setAuthTag(bytes.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH));
  const text = decipher.update(bytes.subarray(NONCE_LENGTH + TAG_LENGTH));
  try {
    return JSON.parse(Buffer.concat([text, decipher.final()]).toString("utf8"));
  } catch {
    return undefined;
  }
}
