import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE_LENGTH = 12; // bytes, like the tag's
const TAG_LENGTH = 16;

/** Encrypts a text with a 32-byte key. It can be read at its `place` only, so rows cannot be swapped. Returns nonce, tag and ciphertext in base64url. */
export function seal(text: string, key: Uint8Array, place: string): string {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(place));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64url");
}

/** Decrypts a text of `seal`; undefined for another key or place, or if it is damaged. */
export function unseal(sealed: string, key: Uint8Array, place: string): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  const tagEnd = NONCE_LENGTH + TAG_LENGTH;
  if (bytes.length < tagEnd) return undefined;
  const nonce = bytes.subarray(0, NONCE_LENGTH);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_LENGTH })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(NONCE_LENGTH, tagEnd));
  const text = decipher.update(bytes.subarray(tagEnd));
  try {
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
