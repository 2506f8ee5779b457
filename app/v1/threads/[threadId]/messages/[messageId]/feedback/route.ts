import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { textOf, userKey } from "#lib/threads/bounds.ts";
import { rateMessage } from "#lib/threads/rate-message.ts";

const MAX_BODY_BYTES = 8 * 1024;
const body = z.object({
  userKey,
  thumb: z.enum(["up", "down"], { error: "must be up, down or null" }).nullable(),
  note: textOf(500).trim().optional(),
});

/** What the reader thinks of an answer; null takes it back. */
export const POST = handleApi<{ params: Promise<{ threadId: string; messageId: string }> }>(
  async (request, { params }) => {
    const { caller, body: rating } = await authenticateBody(request, body, MAX_BODY_BYTES);
    const { threadId, messageId } = await params;
    return answerJson(await rateMessage(caller.ownerId, threadId, messageId, rating));
  },
);

export const { GET, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
