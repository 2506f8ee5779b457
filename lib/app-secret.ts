import { hkdfSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDataDir } from "#drizzle/data-dir.ts";
import { appEnv, EnvError } from "#lib/env.ts";
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
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    const secret = randomBytes(32).toString("base64url");
    writeFileSync(file, secret, { mode: 0o600, flag: "wx" });
    return secret;
  });
}

/** Throws EnvError where there is no APP_SECRET and none can be made, at the start rather than in a request. */
export function checkAppSecret(): void {
  appSecret();
}

/** A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869); keys of different purposes are unrelated. */
export function deriveKey(purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", appSecret(), "", purpose, 32));
}
