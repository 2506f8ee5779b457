import { z } from "zod";
import { isNeon } from "#drizzle/connect.ts";
import { readEnv } from "#lib/base/env.ts";
import type { TrustPolicy } from "../contracts.ts";
import { sourceShape, toSources } from "../shared/auth-js-sources.ts";
import { about } from "./about.mjs";
import { ALGORITHM, AUDIENCE, issuer, publicKeys } from "./provider-token.ts";

const WHERE = about.variables.DATABASE_URL;

const DATABASE_URL = z
  .string({ error: `is missing for Neon: ${WHERE}` })
  .refine(isNeon, `must name a host of Neon (….neon.tech) for Neon: ${WHERE}`);

/** Where this app's people come from; its database is checked to be Neon. Throws EnvError. */
export const sources = () =>
  toSources(readEnv({ ...sourceShape(), DATABASE_URL }, about.guideNames));

/** The sessions are this app's own, so it issues the provider token itself and its namespace is a constant. */
export function trust(): TrustPolicy {
  sources(); // So that the start fails where a variable is missing, and not a request.
  return {
    issuer: issuer(),
    keys: publicKeys,
    algorithms: [ALGORITHM],
    audience: AUDIENCE,
    ownerNamespace: "neon",
  };
}
