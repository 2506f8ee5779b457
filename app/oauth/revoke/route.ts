import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { revokeToken } from "#lib/tokens/revoke-token.ts";

/** The revocation endpoint (RFC 7009 §2). */
export const POST = handleApi(async (request) => {
  await revokeToken(request);
  return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
});

export { OPTIONS };
