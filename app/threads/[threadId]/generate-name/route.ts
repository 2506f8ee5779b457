import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { modelFor } from "#lib/runs/model.ts";
import { writeName } from "#lib/runs/write-name.ts";
import { nameThread } from "#lib/threads/name-thread.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

export const POST = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const named = await nameThread(ownerId, (await params).threadId, async (question) =>
      writeName(question, await modelFor()),
    );
    return Response.json(named);
  },
);
