import { authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { runBody } from "#lib/runs/run-request.ts";
import { startRun } from "#lib/runs/start.ts";
import { streamRun } from "#lib/runs/stream-run.ts";

// Seconds. A literal, since the host reads it from the source.
export const maxDuration = 300;

/** A message or tool results on an existing thread. */
export const POST = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { caller, body } = await authenticateBody(request, runBody);
    const model = await modelFor();
    const run = await startRun(caller, (await params).threadId, body);
    return streamRun(run, model, { maxDuration, session: caller.session });
  },
);

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
