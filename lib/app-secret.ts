import { hkdfSync, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDataDir } from "#drizzle/data-dir.ts";
import { appEnv, EnvError, MIN_SECRET_LENGTH } from "#lib/env.ts";
import { processWide } from "#lib/process-wide.ts";

/**
 * APP_SECRET, or the one made at the first start and kept in DATA_DIR. Instances that share a
 * database must share the secret, so DATABASE_URL without APP_SECRET throws EnvError.
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
    const file = join(openDataDir(), "app-secret");
    return readSecret(file) ?? makeSecret(file);
  });
}

function readSecret(file: string): string | undefined {
  try {
    const secret = readFileSync(file, "utf8");
    if (secret.length >= MIN_SECRET_LENGTH) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  throw new EnvError([
    `DATA_DIR: ${file} is damaged; restore it, or delete it and everybody signs in again`,
  ]);
}

/** Written aside and renamed, so that a full disk or a crash leaves no half of a secret. */
function makeSecret(file: string): string {
  const secret = randomBytes(32).toString("base64url");
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, secret, { mode: 0o600, flush: true });
  renameSync(aside, file);
  return secret;
}

/** A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869); keys of different purposes are unrelated. */
export function deriveKey(purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", appSecret(), "", purpose, 32));
}
