import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { revokeToken } from "#lib/identity/revoke-token.ts";

/** The revocation endpoint (RFC 7009 §2). */
export const POST = handleApi(async (request) => {
  await revokeToken(request);
  return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
