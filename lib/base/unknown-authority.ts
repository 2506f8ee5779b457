/** OpenSSL's codes for a certificate of an unknown authority: a company's own, or one without its chain. */
const CODES = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

export function isOfUnknownAuthority(code: string | undefined): boolean {
  return CODES.includes(code ?? "");
}
