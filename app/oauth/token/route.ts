import { providerTrust } from "#adapters/trust.ts";
import { answerJson } from "#lib/base/http/answer.ts";
import { exchangeToken } from "#lib/identity/exchange-token.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";

/** The token endpoint (RFC 8693 §2). */
export const POST = handleApi(async (request) =>
  answerJson(await exchangeToken(request, providerTrust), {
    headers: { "cache-control": "no-store", pragma: "no-cache" },
  }),
);

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
