import { randomUUID } from "node:crypto";
import { desc, inArray, sql } from "drizzle-orm";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";
import { type Database, getDb } from "#drizzle/client.ts";
import { signingKeys } from "#drizzle/schema/project.ts";
import { deriveKey, openRootKey } from "#lib/app-secret.ts";
import { appEnv } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";
import { seal, unseal } from "#lib/seal.ts";
import type { KeySet } from "#lib/trust/key-set.ts";

const ALGORITHM = "ES256";

export interface SigningKey {
  kid: string;
  /** Time, in milliseconds, as all times here. */
  signsFrom: number;
  publicJwk: JWK;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
  /** A secret that is derived, so that both kinds of token are rotated by one act. */
  accessKey: CryptoKey;
}

/** What a token of this app is: `alg` says with which half of a signing key it is signed. */
interface TokenKind {
  alg: "ES256" | "HS256";
  typ: string;
}

const ONE_MINUTE = 60_000;
const USUAL_AGE = 10_000; // how late an instance notices a key that was added or removed
const LEAST_AGE = 5_000; // between two looks at the table, whatever is asked
/** From publication to first use: what instances and the caches of other verifiers need to learn of a key. */
const LEAD = 2 * ONE_MINUTE;
/** Any number that nothing else on the database locks. */
const LOCK = 5_216_603_742;

interface KeyRing {
  keys: SigningKey[];
  loadedAt: number;
  loading?: Promise<SigningKey[]>;
}

/** The newest key whose time to sign has come. Made on first use. */
export async function currentSigningKey(): Promise<SigningKey> {
  const keys = await loadKeys(USUAL_AGE);
  const current = keys.find(({ signsFrom }) => signsFrom <= Date.now()) ?? keys.at(-1);
  if (!current) throw new Error("the table signing_keys is empty after a key was made");
  return current;
}

/** The key of this id, whichever instance made it; undefined when there is none. */
export async function findSigningKey(kid: string): Promise<SigningKey | undefined> {
  const isWanted = (key: SigningKey) => key.kid === kid;
  return (await loadKeys(USUAL_AGE)).find(isWanted) ?? (await loadKeys(LEAST_AGE)).find(isWanted);
}

/** The keys that verify this app's own tokens: what a token's `kid` names. */
export function ownKeys(alg: TokenKind["alg"]): KeySet {
  return async ({ kid }) => {
    const key = kid ? await findSigningKey(kid) : undefined;
    if (!key) throw new errors.JWKSNoMatchingKey();
    return alg === ALGORITHM ? key.publicKey : key.accessKey;
  };
}

/** Signs a token of this app with the current key. `lifetime` is in seconds. */
export async function signToken(
  { alg, typ }: TokenKind,
  claims: JWTPayload,
  lifetime: number,
): Promise<string> {
  const { kid, privateKey, accessKey } = await currentSigningKey();
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ, kid })
    .setIssuer(appEnv().APP_URL)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(alg === ALGORITHM ? privateKey : accessKey);
}

/** All public keys (RFC 7517): the one that signs, the one that will, and those that only verify. */
export async function publishedKeys(): Promise<JSONWebKeySet> {
  const keys = await loadKeys(LEAST_AGE);
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

/**
 * Adds a key, which signs once every instance and verifier had the time to learn of it, and removes
 * those whose tokens have all expired. The one before goes on verifying until its tokens are gone.
 */
export async function rotateSigningKeys(): Promise<{ kid: string; signsFrom: Date }> {
  const db = await getDb();
  const signsFrom = new Date(Date.now() + LEAD);
  const kid = await insertKey(db, signsFrom);
  const gone = (await listRows(db)).filter((_, index, rows) => isGone(rows, index));
  await db.delete(signingKeys).where(
    inArray(
      signingKeys.kid,
      gone.map((row) => row.kid),
    ),
  );
  return { kid, signsFrom };
}

function loadKeys(maximumAge: number): Promise<SigningKey[]> {
  const ring = processWide("signing-keys", (): KeyRing => ({ keys: [], loadedAt: 0 }));
  // Absolute, so that a clock which was set back does not keep old keys.
  if (Math.abs(Date.now() - ring.loadedAt) < maximumAge) return Promise.resolve(ring.keys);
  ring.loading ??= readKeys()
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

/** Newest first. */
async function readKeys(): Promise<SigningKey[]> {
  await openRootKey();
  const db = await getDb();
  const found = await listRows(db);
  const rows = found.length > 0 ? found : await makeFirstKey(db);
  const keys = rows
    .filter((_, index) => !isGone(rows, index))
    .map(async ({ kid, publicJwk, encryptedPrivateJwk, signsFrom }) => {
      const privateJwk = unseal(encryptedPrivateJwk, deriveKey("signing-keys"), kid);
      if (privateJwk === undefined) throw new Error(`the signing key ${kid} cannot be decrypted`);
      return {
        kid,
        signsFrom: signsFrom.getTime(),
        publicJwk,
        publicKey: (await importJWK(publicJwk, ALGORITHM)) as CryptoKey,
        privateKey: (await importJWK(JSON.parse(privateJwk), ALGORITHM)) as CryptoKey,
        accessKey: await importSecret(deriveKey(`access-token ${kid}`)),
      };
    });
  return Promise.all(keys);
}

function importSecret(secret: Uint8Array): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", Buffer.from(secret), algorithm, false, ["sign", "verify"]);
}

/** A key that was replaced so long ago that no token of it is alive. A stolen one ends with that, too. */
function isGone(rows: { signsFrom: Date }[], index: number): boolean {
  const { USER_TOKEN_LIFETIME, ACCESS_TOKEN_LIFETIME } = appEnv();
  const longest = Math.max(USER_TOKEN_LIFETIME, ACCESS_TOKEN_LIFETIME) * 1_000 + ONE_MINUTE;
  const successor = rows[index - 1];
  return successor !== undefined && successor.signsFrom.getTime() + longest < Date.now();
}

function listRows(db: Pick<Database, "select">) {
  const { kid, publicJwk, encryptedPrivateJwk, signsFrom } = signingKeys;
  return db
    .select({ kid, publicJwk, encryptedPrivateJwk, signsFrom })
    .from(signingKeys)
    .orderBy(desc(signsFrom), desc(kid));
}

/** Instances that start together on an empty database make one key between them. */
function makeFirstKey(db: Database) {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
    if ((await listRows(tx)).length === 0) await insertKey(tx, new Date());
    return listRows(tx);
  });
}

async function insertKey(db: Pick<Database, "insert">, signsFrom: Date): Promise<string> {
  await openRootKey();
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const publicJwk = { ...bare, kid, alg: ALGORITHM, use: "sig" };
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  const encryptedPrivateJwk = seal(privateJwk, deriveKey("signing-keys"), kid);
  await db.insert(signingKeys).values({ kid, publicJwk, encryptedPrivateJwk, signsFrom });
  return kid;
}
