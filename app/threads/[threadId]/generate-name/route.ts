import { nameThread as nameFromQuestion } from "#lib/demo-model/name.ts";
import { handleApi, OPTIONS } from "#lib/handle.ts";
import { nameThread } from "#lib/threads/name-thread.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

export const POST = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    return Response.json(await nameThread(ownerId, (await params).threadId, nameFromQuestion));
  },
);
