import { appEnv } from "../../../lib/base/env.ts";
import { handle, nothingHere } from "../../../lib/base/http/http-error.ts";
import { publishedKeys } from "../../../lib/identity/user-token.ts";

/** What the Tambo API reads to verify our user tokens: OpenID Connect Discovery §4, RFC 7517 §5. Nobody signs in through this issuer. */
export const GET = handle(async (request) => {
  const { APP_URL, TAMBO_URL } = appEnv();
  switch (new URL(request.url).pathname) {
    case "/.well-known/jwks.json":
      return keepFor(60, await publishedKeys());
    case "/.well-known/openid-configuration":
      return keepFor(300, {
        issuer: APP_URL,
        jwks_uri: `${APP_URL}/.well-known/jwks.json`,
        token_endpoint: `${TAMBO_URL}/oauth/token`,
        response_types_supported: [],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["ES256"],
      });
  }
  throw nothingHere();
});

const keepFor = (seconds: number, document: object) =>
  Response.json(document, { headers: { "cache-control": `public, max-age=${seconds}` } });
