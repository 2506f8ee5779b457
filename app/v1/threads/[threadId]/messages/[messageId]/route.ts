import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { getMessage } from "#lib/threads/list-messages.ts";

export const GET = handleApi<{ params: Promise<{ threadId: string; messageId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { threadId, messageId } = await params;
    return Response.json(await getMessage(ownerId, threadId, messageId));
  },
);

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });
