import { z } from "zod";
import type { TrustPolicy } from "#adapters/contracts.ts";
import { readEnv, required, webAddress } from "#lib/base/env.ts";
import { about } from "./about.mjs";

const { variables } = about;
/** `custom:` stands before those that a project has set up itself. */
const OAUTH_PROVIDERS = /^((custom:)?[a-z\d][a-z\d_-]*(\s*,\s*|$))+$/;

const shape = {
  SUPABASE_URL: webAddress(`must be ${variables.SUPABASE_URL}`).transform((url) =>
    url.replace(/\/+$/, ""),
  ),
  SUPABASE_PUBLISHABLE_KEY: required(variables.SUPABASE_PUBLISHABLE_KEY),
  SUPABASE_OAUTH_PROVIDERS: z
    .string()
    .regex(OAUTH_PROVIDERS, "must be Supabase's names of providers, separated by commas")
    .optional(),
  SUPABASE_ISSUER: webAddress(`must be ${variables.SUPABASE_ISSUER}`).optional(),
};

/** The Supabase project. Throws EnvError with where in the dashboard each value is found. */
export const supabaseEnv = () => readEnv(shape, about.guideNames);

/**
 * Every Supabase project has the audience `authenticated`, so it is the issuer that tells projects
 * apart. Needs the project's asymmetric signing key: a legacy HS256 secret is nothing to verify with.
 */
export function trust(): TrustPolicy {
  const { SUPABASE_URL, SUPABASE_ISSUER } = supabaseEnv();
  const address = `${SUPABASE_URL}/auth/v1`;
  const issuer = SUPABASE_ISSUER ?? address;
  return {
    issuer,
    keys: new URL(`${address}/.well-known/jwks.json`),
    algorithms: ["ES256", "RS256"],
    audience: "authenticated",
    // How and when the user proved who they are, the latest first. Renewals leave it as it is.
    readAuthTime: ({ amr }) => (Array.isArray(amr) && Number(amr[0]?.timestamp)) || undefined,
    ownerNamespace: issuer,
  };
}
