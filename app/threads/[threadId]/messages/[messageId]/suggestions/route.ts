import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { findSuggestions } from "#lib/runs/suggestions/store.ts";
import { suggest } from "#lib/runs/suggestions/suggest.ts";
import { MAX_SUGGEST_BYTES, suggestBody, toSuggestions } from "#lib/runs/suggestions/suggestion.ts";

interface Context {
  params: Promise<{ threadId: string; messageId: string }>;
}

// TamboClient, the SDK without React, still asks here, and wants the bare list.
export const GET = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const { threadId, messageId } = await params;
  const stored = await findSuggestions({ ownerId, threadId, messageId });
  return answerJson(toSuggestions(messageId, stored));
});

export const POST = handleApi<Context>(async (request, { params }) => {
  const { caller, body } = await authenticateBody(request, suggestBody, MAX_SUGGEST_BYTES);
  const { threadId, messageId } = await params;
  const key = { ...caller, threadId, messageId };
  const stored = await suggest(key, body, await modelFor());
  return answerJson(toSuggestions(messageId, stored), { status: 201 });
});

export const { PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET, POST });
