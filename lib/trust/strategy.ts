import { z } from "zod";
import { readEnv } from "#lib/base/env.ts";

/** How a project verifies the tokens of its trusted issuers. */
export const STRATEGIES = ["discovery", "asymmetric", "symmetric", "none"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const ASYMMETRIC_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
] as const;
export const SYMMETRIC_ALGORITHMS = ["HS256", "HS384", "HS512"] as const;

/** One name for EdDSA and Ed25519, which is EdDSA with a named curve (RFC 9864 §2.2). */
export function algorithmName(alg: unknown): unknown {
  return alg === "Ed25519" ? "EdDSA" : alg;
}

/**
 * Whether a strategy is refused in this environment. With `none` anybody could be any unverified user,
 * so production refuses it. An unknown NODE_ENV, such as `staging`, counts as production.
 */
export function isRefusedHere(strategy: Strategy): boolean {
  const { NODE_ENV } = readEnv({ NODE_ENV: z.string().optional() });
  return strategy === "none" && NODE_ENV !== "development" && NODE_ENV !== "test";
}
