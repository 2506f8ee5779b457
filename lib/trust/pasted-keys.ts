import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import type { JSONWebKeySet, JWK } from "jose";
import { invalidKey, listKeys, readPublicJwk, toPublicJwk } from "./key-set.ts";

/**
 * Reads pasted keys: a PEM (SubjectPublicKeyInfo, or an X.509 certificate, of which only the key is
 * used), a JWK or a JWK Set. Throws HttpError 400 INVALID_KEY, for private keys too.
 */
export function readPastedKeys(text: string): JSONWebKeySet {
  const trimmed = text.trim();
  const keys = trimmed.startsWith("{") ? readJson(trimmed) : [readPem(trimmed)];
  if (keys.length === 0) throw invalidKey("there must be a key");
  return { keys };
}

function readJson(text: string): JWK[] {
  let value: object;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidKey("keys must be valid JSON", cause);
  }
  return "keys" in value ? listKeys(value).map(readPublicJwk) : [readPublicJwk(value)];
}

function readPem(text: string): JWK {
  if (text.includes("PRIVATE KEY-----")) {
    throw invalidKey("a key must be public: this is a private one, which nobody else may see");
  }
  const blocks = text.match(/-----BEGIN [A-Z ]+-----/g) ?? [];
  // The other keys of a certificate chain sign certificates, not tokens.
  if (blocks.length > 1) throw invalidKey("there must be one PEM; several keys are a JWK Set");
  return toPublicJwk(parsePem(text, blocks[0] ?? ""));
}

function parsePem(text: string, block: string): KeyObject {
  try {
    return block.includes("CERTIFICATE")
      ? new X509Certificate(text).publicKey
      : createPublicKey(text);
  } catch (cause) {
    throw invalidKey("keys must be a PEM (public key or certificate), a JWK or a JWK Set", cause);
  }
}
