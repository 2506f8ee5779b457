import { type CompactJWSHeaderParameters, type CryptoKey, compactVerify } from "jose";
import { algorithmName } from "#lib/trust/strategy.ts";
import type { DecodedToken } from "./decode-token.ts";
import type { KeySet } from "./key-set.ts";
import { refuseToken } from "./refuse-token.ts";
import { describeTokenFlaw } from "./token-flaw.ts";

/** Of keys that one token fits: each costs a verification. */
const MOST_TRIED = 8;

/**
 * Checks algorithm, key and signature, in this order. Nothing is learnt from the token: `jku`,
 * `x5u`, `x5c` and `jwk` are not followed. Throws OAuthError.
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
  const verify = (key: CryptoKey) => compactVerify(token, key, { algorithms: [alg] });
  try {
    await compactVerify(token, keySet, { algorithms: [alg] }).catch((error) =>
      tryEach(error, verify),
    );
  } catch (cause) {
    const flaw = describeTokenFlaw(cause);
    if (!flaw) throw cause;
    return refuseToken(isAboutKey(cause) ? "key" : "signature", flaw, cause);
  }
}

/** Where several keys fit, with one kid or without, jose's error leads to them. Throws all other errors. */
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

function isAboutKey(error: unknown): boolean {
  return codeOf(error).startsWith("ERR_JWKS_");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
