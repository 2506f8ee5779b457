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

/**
 * Whether a strategy is refused in this environment. With `none` anybody could be any unverified user,
 * so production refuses it. An unknown NODE_ENV, such as `staging`, counts as production.
 */
export function isRefusedHere(strategy: Strategy): boolean {
  const { NODE_ENV } = readEnv({ NODE_ENV: z.string().optional() });
  return strategy === "none" && NODE_ENV !== "development" && NODE_ENV !== "test";
}
