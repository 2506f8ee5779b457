import { readEnv, required } from "#lib/base/env.ts";
import type { TrustPolicy } from "../contracts.ts";
import { about } from "./about.mjs";

const { variables } = about;

/** The Auth0 application and API of this app. Throws EnvError. */
export function config() {
  const env = readEnv({
    // A full address with a port is for an emulator; the SDK takes localhost alone.
    AUTH0_DOMAIN: required(variables.AUTH0_DOMAIN).regex(
      /^([a-z0-9-]+(\.[a-z0-9-]+)+|http:\/\/localhost:\d+)$/i,
      "must be a host name such as tenant.eu.auth0.com",
    ),
    AUTH0_CLIENT_ID: required(variables.AUTH0_CLIENT_ID),
    AUTH0_CLIENT_SECRET: required(variables.AUTH0_CLIENT_SECRET),
    AUTH0_AUDIENCE: required(variables.AUTH0_AUDIENCE),
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

/** The provider token is the access token for our API: Auth0 issues a JWT only where an audience is asked for. */
export function trust(): TrustPolicy {
  const { issuer, audience } = config();
  return {
    issuer,
    keys: new URL(".well-known/jwks.json", issuer),
    algorithms: ["RS256"],
    audience,
    readOrganization,
    ownerNamespace: issuer,
  };
}

/** The organisation that was signed in to. */
export const readOrganization = ({ org_id = null }: Record<string, unknown>) => org_id;
