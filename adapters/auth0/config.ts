import { z } from "zod";
import { readEnv } from "#lib/base/env.ts";

const WHERE = "Auth0 dashboard → Applications → your Regular Web Application → Settings";

/** The Auth0 application and API of this app. Throws EnvError. */
export function config() {
  const env = readEnv({
    AUTH0_DOMAIN: z
      .string({ error: `is missing: “Domain” in ${WHERE}` })
      // A full address with a port is for an emulator; the SDK takes localhost alone.
      .regex(/^([a-z0-9-]+(\.[a-z0-9-]+)+|http:\/\/localhost:\d+)$/i, {
        error: "must be a host name such as tenant.eu.auth0.com",
      }),
    AUTH0_CLIENT_ID: z.string({ error: `is missing: “Client ID” in ${WHERE}` }),
    AUTH0_CLIENT_SECRET: z.string({ error: `is missing: “Client Secret” in ${WHERE}` }),
    AUTH0_AUDIENCE: z.string({
      error:
        "is missing: “Identifier” in Auth0 dashboard → Applications → APIs → your API; without one Auth0 issues no JWT",
    }),
  });
  const isEmulated = env.AUTH0_DOMAIN.startsWith("http:");
  return {
    domain: env.AUTH0_DOMAIN,
    // Auth0's issuer ends with a slash.
    issuer: isEmulated ? `${env.AUTH0_DOMAIN}/` : `https://${env.AUTH0_DOMAIN}/`,
    isEmulated,
    clientId: env.AUTH0_CLIENT_ID,
    clientSecret: env.AUTH0_CLIENT_SECRET,
    audience: env.AUTH0_AUDIENCE,
  };
}
