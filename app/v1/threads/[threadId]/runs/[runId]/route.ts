import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { cancelRun } from "#lib/runs/running.ts";

interface Context {
  params: Promise<{ threadId: string; runId: string }>;
}

/** Cancels the active run. */
export const DELETE = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const { threadId, runId } = await params;
  await cancelRun({ ownerId, threadId, runId });
  return answerJson({ runId, status: "cancelled" });
});

export const { GET, HEAD, POST, PATCH, PUT, OPTIONS } = otherMethods({ DELETE });
