import { appEnv } from "#lib/base/env.ts";
import { answerJson } from "#lib/base/http/answer.ts";
import { handleOpen } from "#lib/base/http/handle.ts";
import { otherMethods } from "#lib/identity/handle-api.ts";
import { tokenEndpoint, USER_TOKEN } from "#lib/identity/signing-keys.ts";
import { TOKEN_EXCHANGE_URN } from "#lib/identity/token-request.ts";

/**
 * The metadata by which another API verifies our user tokens (OpenID Connect Discovery §4). Nobody signs
 * in through this issuer, so it has no authorization endpoint and no response type. Served with
 * TAMBO_URL too.
 */
export const GET = handleOpen(async () => {
  const { APP_URL, TAMBO_URL } = appEnv();
  const metadata = {
    issuer: APP_URL,
    token_endpoint: tokenEndpoint(),
    ...(!TAMBO_URL && { revocation_endpoint: `${APP_URL}/oauth/revoke` }),
    jwks_uri: `${APP_URL}/.well-known/jwks.json`,
    grant_types_supported: [TOKEN_EXCHANGE_URN],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [USER_TOKEN.alg],
  };
  return answerJson(metadata, { headers: { "cache-control": "public, max-age=300" } });
});

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });
