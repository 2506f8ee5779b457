import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { readQuery } from "#lib/base/http/read-request.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { findSuggestions } from "#lib/runs/suggestions/store.ts";
import { suggest } from "#lib/runs/suggestions/suggest.ts";
import {
  MAX_SUGGEST_BYTES,
  suggestBody,
  toPage,
  toSuggestions,
} from "#lib/runs/suggestions/suggestion.ts";

interface Context {
  params: Promise<{ threadId: string; messageId: string }>;
}

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  cursor: z.string().optional(),
});

export const GET = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const { threadId, messageId } = await params;
  const page = readQuery(request, listQuery);
  const stored = await findSuggestions({ ownerId, threadId, messageId });
  return answerJson(toPage(toSuggestions(messageId, stored), page));
});

export const POST = handleApi<Context>(async (request, { params }) => {
  const { caller, body } = await authenticateBody(request, suggestBody, MAX_SUGGEST_BYTES);
  const { threadId, messageId } = await params;
  const key = { ...caller, threadId, messageId };
  const stored = await suggest(key, body, await modelFor());
  const suggestions = toSuggestions(messageId, stored);
  return answerJson({ suggestions, hasMore: false }, { status: 201 });
});

export const { PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET, POST });
