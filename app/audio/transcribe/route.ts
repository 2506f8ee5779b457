import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { transcribes } from "#lib/runs/models/model-settings.ts";
import { notTranscribed, transcribeRequest } from "#lib/runs/models/transcription.ts";

/** The words of a recording, as text. */
export const POST = handleApi(async (request) => {
  if (!transcribes()) throw notTranscribed();
  const caller = await authenticate(request);
  const text = await transcribeRequest(request, caller);
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
