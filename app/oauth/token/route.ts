import { providerTrust } from "#adapters/trust.ts";
import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { exchangeToken } from "#lib/tokens/exchange-token.ts";

/** The token endpoint (RFC 8693 §2). */
export const POST = handleApi(async (request) =>
  Response.json(await exchangeToken(request, await providerTrust()), {
    headers: { "cache-control": "no-store", pragma: "no-cache" },
  }),
);

export { OPTIONS };
