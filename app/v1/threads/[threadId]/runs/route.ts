import { handleApi } from "#lib/handle.ts";
import { modelFor } from "#lib/runs/model.ts";
import { runBody } from "#lib/runs/run-request.ts";
import { startRun } from "#lib/runs/start.ts";
import { streamRun } from "#lib/runs/stream-run.ts";
import { readJson } from "#lib/threads/read-json.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS } from "#lib/handle.ts";

// Seconds. A literal, since the host reads it from the source.
export const maxDuration = 300;

/** A message or tool results on an existing thread. */
export const POST = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const caller = await authenticate(request);
    const { threadId } = await params;
    const model = await modelFor();
    const run = await startRun(caller, threadId, await readJson(request, runBody));
    return streamRun(run, model, maxDuration);
  },
);
