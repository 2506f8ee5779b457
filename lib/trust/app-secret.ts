import { hkdfSync, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getDb } from "#drizzle/client.ts";
import { openDataDir } from "#drizzle/data-dir.ts";
import { secrets } from "#drizzle/schema/project.ts";
import { appEnv, EnvError, hasDatabase, MIN_SECRET_LENGTH } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";
import { seal, unseal } from "#lib/base/seal.ts";

/** In DATA_DIR. */
const FILE = "app-secret";

/**
 * APP_SECRET or, without it, a secret that is made at the first start and kept in DATA_DIR, or in memory
 * if there is no database. Instances that share a database must share the secret, so DATABASE_URL
 * without APP_SECRET throws EnvError.
 */
function appSecret(): string {
  const { APP_SECRET, DATABASE_URL } = appEnv();
  if (APP_SECRET) return APP_SECRET;
  if (DATABASE_URL) {
    throw new EnvError([
      "APP_SECRET: is required with DATABASE_URL; `openssl rand -base64 32` makes one",
    ]);
  }
  return processWide("app-secret", () => {
    if (!hasDatabase()) return randomSecret();
    const file = join(openDataDir(), FILE);
    return readSecret(file) ?? makeSecret(file);
  });
}

function readSecret(file: string): string | undefined {
  let flaw = "it is too short";
  try {
    const secret = readFileSync(file, "utf8");
    if (secret.length >= MIN_SECRET_LENGTH) return secret;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    flaw = message;
  }
  throw new EnvError([`DATA_DIR: ${file} is damaged (${flaw}); ${RESTORE}`]);
}

/** Another secret cannot decrypt the database. */
const RESTORE =
  "restore it from a copy, or move DATA_DIR away to begin with an empty one: without it the database cannot be read";

/** It is written to another file and renamed, so that a full disk or a crash leaves no half secret. */
function makeSecret(file: string): string {
  const secret = randomSecret();
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, secret, { mode: 0o600, flush: true });
  renameSync(aside, file);
  return secret;
}

const randomSecret = () => randomBytes(32).toString("base64url");

const ROOT = "root";

const rootKey = () => processWide("root-key", (): { bytes?: Uint8Array } => ({}));

/**
 * Reads the root key that all keys are derived from, or makes it at the first start. It is stored
 * encrypted with APP_SECRET, and encrypted anew after a change if APP_SECRET_PREVIOUS is set. Throws
 * EnvError if the secret is missing or wrong. Without a database the root key is APP_SECRET itself.
 */
export async function openRootKey(): Promise<void> {
  rootKey().bytes ??= await readRootKey();
}

/**
 * Opens the root key for a look at what is configured: as `openRootKey` does, but nothing is stored.
 * Whether there is one, which the first start makes. Throws EnvError if the secret is missing or wrong.
 */
export async function lookAtRootKey(): Promise<boolean> {
  appSecret();
  const sealed = await readSealed();
  if (sealed === undefined) return false;
  // Who opens it after this does not store anything either.
  rootKey().bytes ??= Buffer.from(unsealRoot(sealed).text, "base64url");
  return true;
}

async function readRootKey(): Promise<Uint8Array> {
  if (!hasDatabase()) return Buffer.from(appSecret());
  const key = expand(appSecret(), ROOT);
  const db = await getDb();
  const made = seal(randomSecret(), key, ROOT);
  await db.insert(secrets).values({ id: ROOT, sealed: made }).onConflictDoNothing();
  const { text, isOfBefore } = unsealRoot((await readSealed()) ?? "");
  if (isOfBefore) await db.update(secrets).set({ sealed: seal(text, key, ROOT) });
  return Buffer.from(text, "base64url");
}

async function readSealed(): Promise<string | undefined> {
  const db = await getDb();
  const [row] = await db.select({ sealed: secrets.sealed }).from(secrets);
  return row?.sealed;
}

function unsealRoot(sealed: string): { text: string; isOfBefore: boolean } {
  const { APP_SECRET, APP_SECRET_PREVIOUS } = appEnv();
  const text = unseal(sealed, expand(appSecret(), ROOT), ROOT);
  if (text) return { text, isOfBefore: false };
  const before = APP_SECRET_PREVIOUS && unseal(sealed, expand(APP_SECRET_PREVIOUS, ROOT), ROOT);
  if (before) return { text: before, isOfBefore: true };
  const remedy = APP_SECRET
    ? "to change it, set APP_SECRET_PREVIOUS to that one"
    : `set it to that one or, if that was in ${join(openDataDir(), FILE)}, ${RESTORE}`;
  throw new EnvError([`APP_SECRET: is not the one that this database was set up with; ${remedy}`]);
}

/** A 32-byte key for one purpose, unrelated to those for others. The root key must be open. */
export function deriveKey(purpose: string): Uint8Array {
  const { bytes } = rootKey();
  if (!bytes) throw new Error("keys can be derived once openRootKey() has ended");
  return expand(bytes, purpose);
}

/** Bytes for one purpose, derived from APP_SECRET and from APP_SECRET_PREVIOUS. For keys that are not stored. */
export function deriveFromSecrets(purpose: string, length: number): Uint8Array[] {
  const { APP_SECRET_PREVIOUS } = appEnv();
  const secrets = new Set([appSecret(), ...(APP_SECRET_PREVIOUS ? [APP_SECRET_PREVIOUS] : [])]);
  return [...secrets].map((secret) => expand(secret, purpose, length));
}

/** HKDF-SHA-256 (RFC 5869). */
function expand(secret: string | Uint8Array, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", purpose, length));
}
