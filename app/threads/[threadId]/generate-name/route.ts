import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { writeName } from "#lib/runs/write-name.ts";
import { nameThread } from "#lib/threads/change-thread.ts";

export const POST = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const caller = await authenticate(request);
    const named = await nameThread(caller.ownerId, (await params).threadId, async (question) =>
      writeName(caller, question, await modelFor()),
    );
    return answerJson(named);
  },
);

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
