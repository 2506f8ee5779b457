import type { TrustPolicy } from "#lib/trust/trust-policy.ts";

/**
 * Whose tokens /oauth/token takes besides those of this app and its sign-in provider: none. An entry
 * names the issuer byte for byte, the address of its keys, its algorithms and the audience:
 *
 *   {
 *     issuer: "https://login.example.com/",
 *     keys: new URL("https://login.example.com/.well-known/jwks.json"),
 *     algorithms: ["RS256"],
 *     audience: "https://app.example.com",
 *     ownerNamespace: "https://login.example.com/",
 *   }
 */
export const trustedIssuers: TrustPolicy[] = [];
