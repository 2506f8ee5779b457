import { hkdfSync } from "node:crypto";
import { appEnv } from "../lib/base/env.ts";

/** A 32-byte key for one purpose; keys of different purposes are unrelated. */
export const deriveKey = (purpose: string) => expand(appEnv().APP_SECRET, purpose);

/** There is nothing to open: every key comes from APP_SECRET. */
export async function openRootKey(): Promise<void> {}

/** As many bytes for one purpose, of APP_SECRET and of the one before. */
export function deriveFromSecrets(purpose: string, length: number): Uint8Array[] {
  const { APP_SECRET, APP_SECRET_PREVIOUS } = appEnv();
  const secrets = APP_SECRET_PREVIOUS ? [APP_SECRET, APP_SECRET_PREVIOUS] : [APP_SECRET];
  return secrets.map((secret) => expand(secret, purpose, length));
}

/** HKDF-SHA-256 (RFC 5869). */
function expand(secret: string, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", purpose, length));
}
