import { authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { newThreadRunBody } from "#lib/runs/run-request.ts";
import { startThreadRun } from "#lib/runs/start.ts";
import { streamRun } from "#lib/runs/stream-run.ts";

// Seconds. A literal, since the host reads it from the source.
export const maxDuration = 300;

/** The first message of a new thread. */
export const POST = handleApi(async (request) => {
  const { caller, body } = await authenticateBody(request, newThreadRunBody);
  const model = await modelFor();
  const run = await startThreadRun(caller, body);
  return streamRun(run, model, { maxDuration, session: caller.session });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
