import { hash, KeyObject, timingSafeEqual } from "node:crypto";
import { tracingChannel } from "node:diagnostics_channel";
import { type CompactJWSHeaderParameters, type CryptoKey, compactVerify, errors } from "jose";
import { keepNewest } from "#lib/base/cached.ts";
import { isObject } from "#lib/base/json.ts";
import { processWide } from "#lib/base/process.ts";
import {
  algorithmName,
  type KeySet,
  keySetOf,
  type Secret,
  signSecretly,
} from "#lib/trust/key-set.ts";
import { type FindFlaw, LONGEST_TOKEN, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import { type ClaimRules, type DecodedToken, readClaims, type VerifiedToken } from "./claims.ts";
import type { RevocableToken } from "./revocation.ts";
import { type Check, refuseToken } from "./token-flaw.ts";

/** How a token is verified. `own` stands for this app's tokens; other issuers have an owner namespace. */
export type Policy = ClaimRules & {
  issuer: string;
  algorithms: string[];
  /** "none": the signature is not verified. */
  keySet: KeySet | "none";
  /** Those of the active provider, whose users SIGN_UP and ALLOWED_EMAILS are about. */
  isProvider?: true;
} & ({ own: object } | { own?: undefined; ownerNamespace: string; findFlaw?: FindFlaw });

const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const ENCRYPTED = /^[\w-]+(\.[\w-]*){4}$/;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes a JWT in compact serialisation (RFC 7519 §7.2, RFC 7515 §7.1), strictly: a token has only one
 * spelling. If a name occurs twice, the last one counts (RFC 7519 §4). Throws OAuthError.
 */
export function decodeToken(token: string): DecodedToken {
  if (token.length > LONGEST_TOKEN) refuseToken("form", "is longer than 16 KB");
  if (ENCRYPTED.test(token)) refuseToken("form", "is encrypted, and a signed JWT is expected");
  if (!SIGNED.test(token)) refuseToken("form", "is not a signed JWT");
  const [first = "", second = "", signature = ""] = token.split(".");
  const header = readObject(first);
  const claims = readObject(second);
  if (!header || !claims || !decode(signature)) {
    return refuseToken("form", "is not a signed JWT");
  }
  // RFC 7515 §4.1.11: extensions that must be understood. None is supported.
  if ("crit" in header || "b64" in header) refuseToken("form", "must not have crit or b64");
  if ("kid" in header && typeof header.kid !== "string") {
    refuseToken("form", "has a kid that is no string");
  }
  return { token, header, claims };
}

/** The JSON object in a segment; undefined if it is anything else. */
export function readObject(segment: string): Record<string, unknown> | undefined {
  const bytes = decode(segment);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for base64url with stray bits (RFC 4648 §3.5), which would give a token several spellings. */
function decode(segment: string): Buffer | undefined {
  const bytes = Buffer.from(segment, "base64url");
  return bytes.toString("base64url") === segment ? bytes : undefined;
}

/** Where verifications can be watched. */
export const verificationChannel = tracingChannel<unknown, { error?: unknown }>(
  "tambo-users.verification",
);

/** Verifies issuer, signature and claims, in this order. `at` is the time a token has to be valid at. Throws OAuthError. */
export function verifyToken(
  decoded: DecodedToken,
  policy: Policy,
  at = new Date(),
): Promise<VerifiedToken> {
  return verificationChannel.tracePromise(verify, {}, undefined, decoded, policy, at);
}

async function verify(decoded: DecodedToken, policy: Policy, at: Date): Promise<VerifiedToken> {
  const { issuer, keySet, algorithms } = policy;
  if (decoded.claims.iss !== issuer) refuseToken("issuer", `must have the iss ${issuer}`);
  if (keySet !== "none") await verifySignature(decoded, keySet, algorithms);
  return readClaims(decoded, policy, at);
}

/** Verifies a provider's token against its trust policy. Throws OAuthError. */
export async function verifyProviderToken(
  token: string,
  trust: TrustPolicy,
  at?: Date,
): Promise<VerifiedToken> {
  return verifyToken(decodeToken(token), { ...trust, keySet: keySetOf(trust) }, at);
}

/** Verifies a token of this app, which names its owner and session. Throws OAuthError. */
export async function verifyOwnToken(token: string, policy: Policy): Promise<RevocableToken> {
  const verified = await verifyToken(decodeToken(token), policy);
  const { subject, personalId, sessionId, authTime } = verified;
  return { ownerId: subject, personalId, sid: sessionId, authTime };
}

/** Keys that are tried for one token, because each costs a verification. */
const MOST_TRIED = 8;

/** The flaw for each code of jose's errors. */
const FLAWS: Record<string, [Check, flaw: string]> = {
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: [
    "signature",
    "has a signature that its issuer's key did not make",
  ],
  ERR_JWKS_NO_MATCHING_KEY: ["key", "is signed with a key that its issuer does not publish (kid)"],
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: ["key", "must name its key (kid): its issuer publishes several"],
};

/**
 * Checks algorithm, key and signature, in this order. Keys never come from the token: `jku`, `x5u`,
 * `x5c` and `jwk` are ignored. Throws OAuthError.
 */
export async function verifySignature(
  { token, header }: DecodedToken,
  keySet: KeySet,
  algorithms: string[],
): Promise<void> {
  const { alg } = header as CompactJWSHeaderParameters;
  if (!algorithms.some((algorithm) => algorithmName(algorithm) === algorithmName(alg))) {
    const expected = algorithms.join(" or ");
    refuseToken("algorithm", `is signed with another algorithm than ${expected}`);
  }
  const verify = (key: CryptoKey | Secret) => verifyBy(key, token, alg);
  try {
    await keySet(header)
      .then(verify)
      .catch((error) => tryEach(error, verify));
  } catch (cause) {
    const code = codeOf(cause);
    if (!code.startsWith("ERR_J")) throw cause;
    const [check, flaw] = FLAWS[code] ?? ["signature", "is not a signed JWT"];
    refuseToken(check, flaw, cause);
  }
}

/** Signatures that are remembered. */
const MOST_VERIFIED = 10_000;

/** Throws jose's error unless the key made the signature of a token, which must have its one spelling. */
async function verifyBy(key: CryptoKey | Secret, token: string, alg: string): Promise<void> {
  if (key instanceof KeyObject || key instanceof Uint8Array) {
    const end = token.lastIndexOf(".");
    const expected = signSecretly(alg, token.slice(0, end), key);
    const given = Buffer.from(token.slice(end + 1), "base64url");
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw new errors.JWSSignatureVerificationFailed();
  }
  // A page brings the same user token every few minutes. All but its signature is checked each time, its key too.
  const verified = processWide("verified-signatures", () => new Map<string, KeyObject>());
  const tokenHash = hash("sha256", token, "base64url");
  const asked = KeyObject.from(key as never);
  if (verified.get(tokenHash)?.equals(asked)) return;
  await compactVerify(token, key, { algorithms: [alg] });
  keepNewest(verified, MOST_VERIFIED, tokenHash, asked);
}

/** Tries each key where several fit: jose's error iterates over them. Throws any other error. */
async function tryEach(error: unknown, verify: (key: CryptoKey) => Promise<unknown>) {
  if (codeOf(error) !== "ERR_JWKS_MULTIPLE_MATCHING_KEYS") throw error;
  let tried = 0;
  let last = error;
  for await (const key of error as AsyncIterable<CryptoKey>) {
    tried += 1;
    if (tried > MOST_TRIED) throw error;
    try {
      return await verify(key);
    } catch (flaw) {
      last = flaw;
    }
  }
  throw last;
}

// By code, not `instanceof`: a kept key set may come from another copy of jose.
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
