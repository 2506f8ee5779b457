import { z } from "zod";
import type { TrustPolicy } from "../contracts.ts";
import { supabaseEnv } from "./config.ts";

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

const shape = z.object({ amr: z.array(z.object({ timestamp: z.number() })).min(1) });

/** How and when the user proved who they are (`amr`); renewals leave it as it is. */
function readAuthTime(claims: Record<string, unknown>): number | undefined {
  const { data } = shape.safeParse(claims);
  return data && Math.max(...data.amr.map(({ timestamp }) => timestamp));
}
