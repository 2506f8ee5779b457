import { z } from "zod";
import { appEnv, readEnv, required, webAddress } from "#lib/base/env.ts";
import type { TrustPolicy } from "../contracts.ts";
import { about } from "./about.mjs";

const { variables } = about;

const shape = {
  SUPABASE_URL: webAddress(`must be ${variables.SUPABASE_URL}`).transform((url) =>
    url.replace(/\/+$/, ""),
  ),
  SUPABASE_PUBLISHABLE_KEY: required(variables.SUPABASE_PUBLISHABLE_KEY),
};

/** The Supabase project. Throws EnvError with where in the dashboard each value is found. */
export function supabaseEnv() {
  return readEnv(shape, about.guideNames);
}

/** Where the link in a mail leads. Must be among the project's redirect URLs, exactly. */
export const callbackUrl = () => `${appEnv().APP_URL}/auth/callback`;

/**
 * Every Supabase project has the audience `authenticated`, so it is the issuer that tells projects
 * apart. Needs the project's asymmetric signing key: a legacy HS256 secret is nothing to verify with.
 */
export function trust(): TrustPolicy {
  const issuer = `${supabaseEnv().SUPABASE_URL}/auth/v1`;
  return {
    issuer,
    keys: new URL(`${issuer}/.well-known/jwks.json`),
    algorithms: ["ES256", "RS256"],
    audience: "authenticated",
    readAuthTime,
    ownerNamespace: issuer,
  };
}

const signInShape = z.object({ amr: z.array(z.object({ timestamp: z.number() })).min(1) });

/** How and when the user proved who they are (`amr`); renewals leave it as it is. */
function readAuthTime(claims: Record<string, unknown>): number | undefined {
  const { data } = signInShape.safeParse(claims);
  return data && Math.max(...data.amr.map(({ timestamp }) => timestamp));
}
