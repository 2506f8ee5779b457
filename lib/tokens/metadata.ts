import { appEnv } from "#lib/env.ts";
import { TOKEN_EXCHANGE_URN } from "./exchange-request.ts";
import { ALGORITHM } from "./signing-keys.ts";
import { tokenEndpoint } from "./user-token.ts";

/**
 * What another API reads to verify our user tokens, in the terms of RFC 8414 §2 and OpenID Connect
 * Discovery §3. Nobody signs in through this issuer, hence no authorization endpoint and no
 * response type.
 */
export function issuerMetadata(): Record<string, unknown> {
  const { APP_URL, TAMBO_URL } = appEnv();
  return {
    issuer: APP_URL,
    token_endpoint: tokenEndpoint(),
    ...(!TAMBO_URL && { revocation_endpoint: `${APP_URL}/oauth/revoke` }),
    jwks_uri: `${APP_URL}/.well-known/jwks.json`,
    grant_types_supported: [TOKEN_EXCHANGE_URN],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [ALGORITHM],
  };
}
