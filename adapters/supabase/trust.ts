import { z } from "zod";
import { appEnv, readEnv, required, webAddress } from "#lib/base/env.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import type { TrustPolicy } from "../contracts.ts";
import { about } from "./about.mjs";

const { variables } = about;
const TIMEOUT = 4_000; // milliseconds
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
  SIGN_UP: z.string().optional(),
};

/** The Supabase project. Throws EnvError with where in the dashboard each value is found. */
export function supabaseEnv() {
  return readEnv(shape, about.guideNames);
}

/** Where a mail's link and a provider's page lead. Must be among the project's redirect URLs, or below its site URL. */
export const callbackUrl = (returnTo = "/") =>
  withReturnTo(`${appEnv().APP_URL}/auth/callback`, returnTo);

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
    readAuthTime,
    findFlaw,
    ownerNamespace: issuer,
  };
}

const signInShape = z.object({ amr: z.array(z.object({ timestamp: z.number() })).min(1) });

/** How and when the user proved who they are (`amr`); renewals leave it as it is. */
function readAuthTime(claims: Record<string, unknown>): number | undefined {
  const { data } = signInShape.safeParse(claims);
  return data && Math.max(...data.amr.map(({ timestamp }) => timestamp));
}

const userShape = z.object({ factors: z.array(z.object({ status: z.string() })).default([]) });

/** That its user has a second factor stands in no token: Supabase is asked about those that were got without one. */
async function findFlaw(
  token: string,
  { aal }: Record<string, unknown>,
): Promise<string | undefined> {
  if (aal === "aal2") return undefined;
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY: apikey } = supabaseEnv();
  const answer = await fetch(`${SUPABASE_URL}/auth/v1/user`, {
    headers: { apikey, authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  // 403 is of the user and the session; 401 may be of our key.
  if (answer.status === 403) return "belongs to a session that Supabase has ended";
  if (!answer.ok) throw new Error(`Supabase answered ${answer.status}`);
  const user = userShape.parse(await answer.json());
  return user.factors.some(({ status }) => status === "verified")
    ? "was got without the second factor of its user (aal)"
    : undefined;
}
