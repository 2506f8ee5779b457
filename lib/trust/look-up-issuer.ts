import { z } from "zod";
import { type DiscoveredIssuer, discover, fetchKeys } from "./discovery.ts";
import { issuerAddress, newIssuer, readInput } from "./issuer-input.ts";
import { algorithmName } from "./key-set.ts";
import { ASYMMETRIC_ALGORITHMS } from "./strategy.ts";

export type FoundIssuer = Awaited<ReturnType<typeof lookUpIssuer>>;

const toAsk = z.object({ issuer: issuerAddress, jwksUri: newIssuer.shape.jwksUri });

/** An issuer and, where it has no discovery document, the address of its keys. */
export type IssuerToAsk = z.input<typeof toAsk>;

/**
 * Fetches an issuer's discovery document and keys, as an exchange would, and keeps nothing. Throws
 * HttpError 400 naming the field, or 502 with the reason.
 */
export async function lookUpIssuer(asked: IssuerToAsk) {
  const input = readInput(toAsk, asked);
  const { issuer } = input;
  const { jwksUri, algorithms, keys } = await ask(input);
  const named = [...algorithms, ...keys.keys.map(({ alg }) => alg)].map(algorithmName);
  return {
    issuer,
    jwksUri,
    /** Those that the issuer names and that can be allowed. */
    algorithms: ASYMMETRIC_ALGORITHMS.filter((algorithm) => named.includes(algorithm)),
    keys: keys.keys.map(({ kid, kty, crv, alg }) => ({
      kid,
      kind: crv ?? `${kty}`,
      algorithm: alg,
    })),
  };
}

async function ask({ issuer, jwksUri }: IssuerToAsk): Promise<DiscoveredIssuer> {
  return jwksUri ? { jwksUri, algorithms: [], keys: await fetchKeys(jwksUri) } : discover(issuer);
}
