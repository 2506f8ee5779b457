import { appEnv } from "../../../lib/base/env.ts";

/** What the Tambo API reads to verify our user tokens (OpenID Connect Discovery §4). Nobody signs in through this issuer. */
export async function GET(): Promise<Response> {
  const { APP_URL, TAMBO_URL } = appEnv();
  const metadata = {
    issuer: APP_URL,
    jwks_uri: `${APP_URL}/.well-known/jwks.json`,
    token_endpoint: `${TAMBO_URL}/oauth/token`,
    response_types_supported: [],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  };
  return Response.json(metadata, { headers: { "cache-control": "public, max-age=300" } });
}
