import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, notOffered, otherMethods } from "#lib/identity/handle-api.ts";
import { transcriptionModel } from "#lib/runs/models/model.ts";
import { transcribeRequest } from "#lib/runs/models/transcription.ts";

/** The words of a recording, as text. */
export const POST = handleApi(async (request) => {
  const model = await transcriptionModel();
  if (!model) throw notOffered("This server does not transcribe speech; type the message");
  const caller = await authenticate(request);
  const text = await transcribeRequest(model, request, caller);
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
