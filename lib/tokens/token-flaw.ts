interface JoseError {
  code: string;
  claim?: string;
}

/**
 * What is wrong with a token, as the end of the sentence "the token …". Undefined when the error
 * does not come from checking a token. `expected` gives the values that claims should have.
 */
export function describeTokenFlaw(
  error: unknown,
  expected: Record<string, string> = {},
): string | undefined {
  if (!isJoseError(error)) return undefined;
  switch (error.code) {
    case "ERR_JWT_EXPIRED":
      return "has expired";
    case "ERR_JWT_CLAIM_VALIDATION_FAILED":
      return describeClaim(error.claim ?? "", expected);
    case "ERR_JOSE_ALG_NOT_ALLOWED":
      return `is signed with another algorithm than ${expected.alg}`;
    case "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
      return "has a signature that its issuer's key did not make";
    case "ERR_JWKS_NO_MATCHING_KEY":
      return "is signed with a key that its issuer does not publish (kid)";
    case "ERR_JWKS_MULTIPLE_MATCHING_KEYS":
      return "must name its key (kid): its issuer publishes several";
    default:
      return "is not a signed JWT";
  }
}

function describeClaim(claim: string, expected: Record<string, string>): string {
  if (claim === "nbf") return "is not valid yet (nbf)";
  const value = expected[claim];
  return value ? `must have the ${claim} ${value}` : `lacks a valid ${claim}`;
}

// By code, not `instanceof`: key sets that live as long as the process may come from another copy of jose.
function isJoseError(error: unknown): error is JoseError {
  return error instanceof Error && "code" in error && /^ERR_J/.test(String(error.code));
}
