import { desc, inArray, sql } from "drizzle-orm";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { type Database, getDb } from "#drizzle/client.ts";
import { signingKeys } from "#drizzle/schema/project.ts";
import { appEnv } from "#lib/base/env.ts";
import { seal, unseal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import type { KeyPair } from "./state.ts";

const ALGORITHM = "ES256";
const ONE_MINUTE = 60_000; // milliseconds
/** From publication to first use, so that instances and the caches of other verifiers learn of a key. */
const LEAD = 2 * ONE_MINUTE;
/** An arbitrary number that nothing else on the database locks. */
const LOCK = 5_216_603_742;

/** Newest first. The first one is made on first use. */
export async function readSigningKeys(): Promise<KeyPair[]> {
  await openRootKey();
  const db = await getDb();
  const found = await listRows(db);
  const rows = found.length > 0 ? found : await makeFirstKey(db);
  return rows
    .filter((_, index) => !isGone(rows, index))
    .map(({ kid, publicJwk, encryptedPrivateJwk, signsFrom }) => {
      const privateJwk = unseal(encryptedPrivateJwk, deriveKey("signing-keys"), kid);
      if (privateJwk === undefined) throw new Error(`the signing key ${kid} cannot be decrypted`);
      const signsFromMs = signsFrom.getTime();
      return { kid, signsFrom: signsFromMs, publicJwk, privateJwk: JSON.parse(privateJwk) };
    });
}

/**
 * Adds a key, which signs once instances and verifiers had the time to learn of it, and removes keys
 * whose tokens have all expired. The former key verifies until then.
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

/** Whether a key was replaced so long ago that all its tokens have expired. */
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

/** Instances that start together on an empty database make a single key. */
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
