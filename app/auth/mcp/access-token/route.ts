import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { readJson } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";

const body = z.object({ contextKey: z.string().optional(), threadId: z.string().optional() });
const MAX_BODY_BYTES = 8 * 1024;

/**
 * Without a token, because this API is no MCP server: the SDK takes one to `/mcp` here and nowhere else. The
 * request names no server of the page's either, so that no token could be for it alone.
 */
export const POST = handleApi(async (request) => {
  await authenticate(request);
  await readJson(request, body, MAX_BODY_BYTES);
  return answerJson({}, { status: 201 });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
