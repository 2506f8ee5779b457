import { z } from "zod";
import { readQuery } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { listMessages } from "#lib/threads/list-messages.ts";
import { answerMessages } from "#lib/threads/message.ts";

const query = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: z.string().optional(),
  order: z.enum(["asc", "desc"]).default("asc"),
});

export const GET = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { threadId } = await params;
    return answerMessages(await listMessages(ownerId, threadId, readQuery(request, query)));
  },
);

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });
