import { compactVerify } from "jose";
import type { DecodedToken } from "./decode-token.ts";
import type { KeySet } from "./key-set.ts";
import { refuseToken } from "./refuse-token.ts";
import { describeTokenFlaw } from "./token-flaw.ts";

/**
 * Checks algorithm, key and signature, in this order. Nothing is learnt from the token: `jku`,
 * `x5u`, `x5c` and `jwk` are not followed. Throws OAuthError.
 */
export async function verifySignature(
  { token, header }: DecodedToken,
  keySet: KeySet,
  algorithms: string[],
): Promise<void> {
  if (!algorithms.some((algorithm) => algorithm === header.alg)) {
    const expected = algorithms.join(" or ");
    refuseToken("algorithm", `is signed with another algorithm than ${expected}`);
  }
  try {
    await compactVerify(token, keySet, { algorithms });
  } catch (cause) {
    const flaw = describeTokenFlaw(cause);
    if (!flaw) throw cause;
    return refuseToken(isAboutKey(cause) ? "key" : "signature", flaw, cause);
  }
}

function isAboutKey(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_JWKS_");
}
