import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { getMessage } from "#lib/threads/list-messages.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

export const GET = handleApi<{ params: Promise<{ threadId: string; messageId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { threadId, messageId } = await params;
    return Response.json(await getMessage(ownerId, threadId, messageId));
  },
);
