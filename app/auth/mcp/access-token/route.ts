import { z } from "zod";
import { readJson } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";

const body = z.object({ contextKey: z.string().optional(), threadId: z.string().optional() });
const MAX_BODY_BYTES = 8 * 1024;

/** An answer without a token tells the client that no MCP servers are configured. */
export const POST = handleApi(async (request) => {
  await authenticate(request);
  await readJson(request, body, MAX_BODY_BYTES);
  return Response.json({}, { status: 201 });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
