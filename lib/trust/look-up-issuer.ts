import { discover } from "./discovery.ts";
import { newIssuer, readInput } from "./issuer-input.ts";
import { ASYMMETRIC_ALGORITHMS } from "./strategy.ts";

export interface FoundIssuer {
  issuer: string;
  jwksUri: string;
  /** Those it says it signs with, of those that can be allowed. */
  algorithms: string[];
  keys: { kid: string | undefined; kind: string; algorithm: string | undefined }[];
}

/**
 * Asks an issuer for its discovery document and keys, as an exchange would, and keeps nothing.
 * Throws HttpError 400 naming the field, or 502 with the reason why there is nothing to be found.
 */
export async function lookUpIssuer(address: string): Promise<FoundIssuer> {
  const { issuer } = readInput(newIssuer.pick({ issuer: true }), { issuer: address });
  const { jwksUri, algorithms, keys } = await discover(issuer);
  const named = [...algorithms, ...keys.keys.map(({ alg }) => alg)];
  return {
    issuer,
    jwksUri,
    algorithms: ASYMMETRIC_ALGORITHMS.filter((algorithm) => named.includes(algorithm)),
    keys: keys.keys.map(({ kid, kty, crv, alg }) => ({
      kid,
      kind: crv ?? `${kty}`,
      algorithm: alg,
    })),
  };
}
